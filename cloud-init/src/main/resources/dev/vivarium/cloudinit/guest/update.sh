# --- Updates: a new plan is staged beside the one in force, its release is prepared while the old one runs -----------------
#   plan.new  staged: to be prepared and switched to
#   plan.old  the one before, until the host has proven the new one ('keep'); what fails until then is switched back from
# Each is put in place by one rename. Whatever is cut short, the next start of the unit goes on or switches back.

# The host's call: reads a plan of this digest and lets the unit work on it. The services run on meanwhile.
update_stage() {
    cat >"$ETC/.plan.staged" && sync "$ETC/.plan.staged" || exit 1
    sha256sum <"$ETC/.plan.staged" >"$RUN/staged" && read_word "$RUN/staged"
    if [ "$word" != "$1" ]; then
        echo 'the plan did not arrive whole' >&2
        exit 1
    fi
    if same_text "$ETC/.plan.staged" "$PLAN"; then
        # Switched to, or never another one.
        rm -f "$ETC/.plan.staged"
        unit_start
        return
    fi
    unit_stop
    rm -f "$KEPT/update.failed" "$ETC/plan.old"
    mv -f "$ETC/.plan.staged" "$ETC/plan.new" && sync -f "$ETC" || exit 1
    unit_start
}

# The host's call: the new release is what was wanted. Releases older than the one before go.
update_keep() {
    if [ -e "$ETC/plan.old" ]; then
        plan_value "$ETC/plan.old" bundle
        printf '%s\n' "$value" >"$KEPT/previous" && sync -f "$KEPT" || exit 1
    fi
    rm -f "$ETC/plan.old" "$KEPT/update.failed"
    read_word "$KEPT/previous"
    keep_previous=${word%"${word#????????????}"}
    plan_value "$PLAN" bundle
    keep_current=${value%"${value#????????????}"}
    for keep_release in "$RELEASES"/* "$RELEASES"/.new-*; do
        case ${keep_release##*/} in
        "$keep_current" | "$keep_previous") ;;
        *) rm -rf "$keep_release" ;;
        esac
    done
}

# The host's call: the new release is not what was wanted.
update_withdraw() {
    if [ -e "$ETC/plan.new" ] || [ -e "$ETC/plan.old" ]; then
        unit_stop
        if [ -e "$ETC/plan.new" ]; then
            rm -f "$ETC/plan.new" "$ETC/plan.old"
        else
            update_back || exit 1
        fi
    fi
    unit_start
}

# Prepares what is staged, then makes it the plan in force.
update_run() {
    rm -f "$KEPT/update.failed"
    if (update_prepare) && update_commit; then
        return
    fi
    plan_load "$ETC/plan.new"
    update_explain
    media_release "$MEDIA"/*
    delivery_done
    rm -f "$ETC/plan.new" "$ETC/plan.old"
}

update_prepare() {
    updating=yes
    plan_take "$ETC/plan.new"
    [ -n "$bundle" ] || fail PLAN_MISSING 'the staged plan has no bundle'
    release_is_complete || release_prepare
    secrets_wait
}

update_commit() {
    cp -p "$PLAN" "$ETC/.plan.old" && sync -f "$ETC" && mv -f "$ETC/.plan.old" "$ETC/plan.old" &&
        mv -f "$ETC/plan.new" "$PLAN" && sync -f "$ETC"
}

update_back() {
    mv -f "$ETC/plan.old" "$PLAN" && sync -f "$ETC"
}

# Whatever was killed could not say why.
update_explain() {
    [ -e "$KEPT/update.failed" ] || update_note WORK_DIED 'the update was ended in the middle' /nonexistent
}

# update_note CODE MESSAGE LOG: keeps why an update failed, as JSON, for as long as the host may ask.
update_note() {
    json_text "$2"
    note_message=$json
    json_end "$3" 4000
    printf '%s\n' "{\"bundleDigest\":\"sha256:$bundle\",\"code\":\"$1\",\"message\":$note_message,\"log\":$json}" >"$KEPT/.update.failed" &&
        mv -f "$KEPT/.update.failed" "$KEPT/update.failed"
    printf 'update failed: %s: %s\n' "$1" "$2"
}

unit_stop() {
    systemctl stop vivarium-node.service
    # What the host reads from now on was said after this.
    rm -f "$RUN/status.json"
}

unit_start() {
    systemctl start --no-block vivarium-node.service
}
