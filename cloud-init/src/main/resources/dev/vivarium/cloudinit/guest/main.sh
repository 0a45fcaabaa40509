# --- The work and its heartbeat ----------------------------------------------------------------------------------------

work() {
    if [ -e "$ETC/plan.new" ]; then
        update_run
    fi
    plan_take "$PLAN"
    # A release that is not proven yet, and fails, makes way for the one before.
    if [ -e "$ETC/plan.old" ] && ! (updating=yes && release_run); then
        update_explain
        phase back 'switching back to the release before'
        update_back || fail UPDATE_FAILED "cannot put $PLAN back in place"
        plan_take "$PLAN"
        release_run
    elif [ ! -e "$ETC/plan.old" ]; then
        release_run
    fi
    progress 0 0
    phase ready "$release_name"
}

release_run() {
    [ -n "$bundle" ] || return 0
    release_is_complete || release_prepare
    delivery_done
    state_fill
    secrets_wait
    release_switch
    init_run
    services_run
}

# The work runs beside, so that the heartbeat goes on whatever it waits for, and its sudden death is seen.
run() {
    status_begin
    phase mounting begins
    work &
    worker=$!
    trap 'kill "$worker" 2>/dev/null; exit 0' TERM INT
    while :; do
        sleep "$BEAT" &
        sleeper=$!
        # A signal ends the waiting, but not the sleep.
        while kill -0 "$sleeper" 2>/dev/null; do
            wait "$sleeper"
        done
        beat
    done
}

beat() {
    case $status_phase in
    '"phase":"ready"'*) ;;
    '"phase":"failed"'*) beat_failed ;;
    *)
        if ! kill -0 "$worker" 2>/dev/null; then
            beat_died
        fi
        ;;
    esac
    case $status_phase in
    '"phase":"init"'*) progress "$(stat -c %s "$LOGS/init.log")" 0 ;;
    esac
    status_write
}

# It may have said its last word after the phase was read.
beat_died() {
    status_write
    case $status_phase in
    '"phase":"ready"'* | '"phase":"failed"'*) return ;;
    esac
    wait "$worker"
    worker_code=$?
    (fail WORK_DIED "the work ended with status $worker_code in the middle; 'journalctl -u vivarium-node' may say why")
}

# Nothing latches: services that came up later, and stayed up for six beats, make the node ready.
beat_failed() {
    case $status_phase in
    *'"code":"SERVICE_FAILED"'*) ;;
    *) return ;;
    esac
    # An update may have changed it since the unit began.
    plan_load "$PLAN"
    service_units=
    while read -r service_unit _; do
        service_units="$service_units $service_unit"
    done <"$RUN/services"
    beat_crashes=${services_crashes:-none}
    services_look
    if [ "$services_up" = yes ] && [ "$services_crashes" = "$beat_crashes" ]; then
        beats_steady=$((${beats_steady:-0} + 1))
    else
        beats_steady=0
    fi
    if [ "$beats_steady" -ge 6 ]; then
        phase ready "$release_name"
    fi
}

case ${1:-} in
run) run ;;
report) report "${2:-}" ;;
compose-up) compose_up "$2" ;;
compose-stop) compose_stop "$2" ;;
stage) update_stage "${2:-}" ;;
keep) update_keep ;;
withdraw) update_withdraw ;;
secrets) secrets_take ;;
hook) hook_run "${2:-}" ;;
*)
    echo 'usage: vivarium-node run | report [SECONDS] | stage DIGEST | keep | withdraw | secrets | hook NAME' >&2
    exit 2
    ;;
esac
