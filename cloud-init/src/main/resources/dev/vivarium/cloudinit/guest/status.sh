# --- status.json: written by the process with the heartbeat alone, from $RUN/phase and $RUN/progress ---------------------

status_begin() {
    mkdir -p "$MEDIA" "$KEPT/init" "$STATE" "$LOGS" "$RELEASES"
    plan_load "$PLAN"
    read_word "$ROOT/proc/sys/kernel/random/boot_id"
    json_text "$word"
    status_head="\"format\":1,\"bootId\":$json"
    json_text "$node_id"
    status_head="$status_head,\"nodeId\":$json"
    read_clock
    status_head="$status_head,\"startedAt\":$now"
    status_phase='' status_progress='' writing='' dirty=''
    trap 'dirty=yes; [ -n "$writing" ] || status_write' USR1
    progress 0 0
}

# Reads what the work says and puts it in place in one step. A signal on the way asks for another round.
status_write() {
    writing=yes
    dirty=
    # What is just being written reads as empty; a signal follows.
    read -r status_line <"$RUN/phase" && status_phase=$status_line
    read -r status_line <"$RUN/progress" && status_progress=$status_line
    read_clock
    printf '{%s,%s,%s,"updatedAt":%s,"uptime":%s}\n' "$status_head" "$status_phase" "$status_progress" "$now" "$uptime" >"$RUN/status.new" &&
        mv -f "$RUN/status.new" "$RUN/status.json"
    writing=
    [ -z "$dirty" ] || status_write
}

# progress DONE TOTAL: moves only when the work does; 0 0 where that cannot be said.
progress() {
    printf '"done":%s,"total":%s\n' "$1" "$2" >"$RUN/progress"
}

# phase NAME DETAIL
phase() {
    json_text "$2"
    phase_say "\"phase\":\"$1\",\"detail\":$json,\"error\":null"
    printf '%s: %s\n' "$1" "$2"
}

# fail CODE MESSAGE [LOG]: ends the work. The log's end goes with it.
fail() {
    if [ -n "${updating:-}" ]; then
        update_note "$1" "$2" "${3:-/nonexistent}"
        exit 1
    fi
    json_text "$2"
    fail_message=$json
    json_end "${3:-/nonexistent}" 4000
    phase_say "\"phase\":\"failed\",\"detail\":$fail_message,\"error\":{\"code\":\"$1\",\"message\":$fail_message,\"log\":$json}"
    printf 'failed: %s: %s\n' "$1" "$2"
    exit 1
}

# phase_say TEXT: with the release that it is about, and why an update failed. $$ is the process with the heartbeat, also
# where the work runs.
phase_say() {
    phase_release='"bundleDigest":null,"release":null'
    if [ -n "$bundle" ]; then
        json_text "$release_name"
        phase_release="\"bundleDigest\":\"sha256:$bundle\",\"release\":$json"
    fi
    text_line=
    if [ -r "$KEPT/update.failed" ]; then
        read -r text_line <"$KEPT/update.failed" || :
    fi
    printf '%s\n' "$1,$phase_release,\"update\":${text_line:-null}" >"$RUN/phase"
    kill -USR1 $$
}
