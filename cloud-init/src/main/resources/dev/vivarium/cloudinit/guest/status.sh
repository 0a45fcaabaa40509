# --- status.json: the phase from $RUN/phase, the progress from $RUN/progress; replaced in one step ----------------------

status_begin() {
    mkdir -p "$RUN" "$MEDIA" "$KEPT" "$STATE" "$LOGS" "$RELEASES"
    bundle=
    release_name=
    node_id=
    if [ -r "$PLAN" ]; then
        bundle=$(plan_value bundle)
        release_name=$(plan_value release)
        node_id=$(plan_value node)
    fi
    status_head=$(
        printf '"format":1,"bootId":%s,"nodeId":%s,' "$(json_text "$(boot_id)")" "$(json_text "$node_id")"
        if [ -n "$bundle" ]; then
            printf '"bundleDigest":"sha256:%s","release":%s,' "$bundle" "$(json_text "$release_name")"
        else
            printf '"bundleDigest":null,"release":null,'
        fi
        printf '"startedAt":%s' "$(date +%s)"
    )
    progress 0 0
}

# progress DONE TOTAL: moves only when the work does; 0 0 where that cannot be said.
progress() {
    printf '%s %s\n' "$1" "$2" >"$RUN/progress.new.$$" && mv -f "$RUN/progress.new.$$" "$RUN/progress"
}

# phase NAME DETAIL
phase() {
    phase_body "$(printf '"phase":"%s","detail":%s,"error":null' "$1" "$(json_text "$2")")"
}

# fail CODE MESSAGE [LOG]: ends the work. The log's end goes with it.
fail() {
    phase_body "$(printf '"phase":"failed","detail":%s,"error":{"code":"%s","message":%s,"log":%s}' \
        "$(json_text "$2")" "$1" "$(json_text "$2")" "$(json_tail "${3:-/nonexistent}" 4000)")"
    printf 'vivarium-node: %s: %s\n' "$1" "$2" >&2
    exit 1
}

phase_body() {
    printf '%s\n' "$1" >"$RUN/phase.new" && mv -f "$RUN/phase.new" "$RUN/phase"
    status_write
}

# Two processes write it, the work and the heartbeat: one at a time, so that an older phase never replaces a newer one.
status_write() {
    (
        flock 9
        status_phase=
        status_done=0
        status_total=0
        read -r status_phase <"$RUN/phase"
        read -r status_done status_total <"$RUN/progress"
        printf '{%s,%s,"done":%s,"total":%s,"updatedAt":%s}\n' "$status_head" "$status_phase" \
            "$status_done" "$status_total" "$(date +%s)" >"$RUN/status.new" &&
            mv -f "$RUN/status.new" "$RUN/status.json"
    ) 9>"$RUN/lock"
}
