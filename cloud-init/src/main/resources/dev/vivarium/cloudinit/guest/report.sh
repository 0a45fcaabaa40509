# --- The report ---------------------------------------------------------------------------------------------------------

# report [SECONDS]: needs no rights where the system bus runs, as all that it reads is world-readable.
report() {
    # Without the bus only root can ask systemd.
    if [ ! -S "$ROOT/run/dbus/system_bus_socket" ] && [ "$(id -u)" != 0 ]; then
        exec sudo -n "$0" report "$@"
    fi
    case ${1:-} in
    '' | *[!0-9]*) ;;
    *) report_await "$1" ;;
    esac
    read_word "$ROOT/proc/sys/kernel/random/boot_id"
    json_text "$word"
    report_text="{\"format\":1,\"bootId\":$json"
    read_word "$ROOT/proc/uptime"
    report_text="$report_text,\"uptime\":${word:-0}"
    report_status=null
    if [ -r "$RUN/status.json" ]; then
        read -r report_status <"$RUN/status.json"
    fi
    report_text="$report_text,\"status\":${report_status:-null},\"services\":{"
    report_services
    report_containers
    json_file "$ROOT/run/cloud-init/status.json"
    report_text="$report_text],\"cloudInit\":{\"status\":$json"
    json_file "$ROOT/run/cloud-init/result.json"
    report_text="$report_text,\"result\":$json}"
    report_free
    printf '%s,"now":%s}\n' "$report_text" "$(date +%s.%N)"
}

# report_await SECONDS: waits until the work of this boot has ended, ours and cloud-init's, so that the host need not ask again
# and again: each of its questions takes time from the boot.
report_await() {
    await_left=$(($1 * 4))
    while [ "$await_left" -gt 0 ]; do
        report_status=
        [ ! -r "$RUN/status.json" ] || read -r report_status <"$RUN/status.json" || :
        case $report_status in
        *'"phase":"failed"'*) return ;;
        *'"phase":"ready"'*)
            [ -e "$ROOT/run/cloud-init/status.json" ] && [ ! -e "$ROOT/run/cloud-init/result.json" ] || return 0
            ;;
        esac
        sleep 0.25
        await_left=$((await_left - 1))
    done
}

# systemd is asked only after the services were started in this boot.
report_services() {
    [ -r "$PLAN" ] || return 0
    report_units=
    while read -r plan_key report_unit _; do
        [ "$plan_key" != service ] || report_units="$report_units $report_unit"
    done <"$PLAN"
    report_states=
    if [ -n "$report_units" ] && [ -e "$RUN/started" ]; then
        # shellcheck disable=SC2086
        report_states=$(systemctl is-active $report_units 2>/dev/null)
    fi
    report_comma=
    for report_unit in $report_units; do
        json_text "${report_states%%"$NEWLINE"*}"
        [ "$json" != '""' ] || json='"inactive"'
        report_states=${report_states#*"$NEWLINE"}
        report_text="$report_text$report_comma\"$report_unit\":$json"
        report_comma=,
    done
}

# As the units that watch them last saw them.
report_containers() {
    report_text="$report_text},\"containers\":["
    report_comma=
    for report_seen in "$RUN"/containers.*; do
        case $report_seen in
        */containers.new.* | *'*') continue ;;
        esac
        report_list=
        read -r report_list <"$report_seen"
        if [ -n "$report_list" ]; then
            report_text="$report_text$report_comma$report_list"
            report_comma=,
        fi
    done
}

report_free() {
    report_releases=null report_state=null
    if [ -d "$RELEASES" ] && [ -d "$STATE" ]; then
        report_table=$(df -Pk "$RELEASES" "$STATE")
        # Word splitting is meant: six words a line, the fourth is what is free; the heading has seven.
        # shellcheck disable=SC2086
        set -- $report_table
        report_releases=$((${11} * 1024))
        report_state=$((${17} * 1024))
    fi
    report_text="$report_text,\"freeBytes\":{\"releases\":$report_releases,\"state\":$report_state}"
}
