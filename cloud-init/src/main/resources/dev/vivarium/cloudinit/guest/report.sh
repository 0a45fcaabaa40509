# --- The report ---------------------------------------------------------------------------------------------------------

# Needs no rights where the system bus runs: all that it reads is world-readable.
report() {
    # Without the bus only root can ask systemd.
    if [ "$(id -u)" != 0 ] && [ ! -S "$ROOT/run/dbus/system_bus_socket" ]; then
        exec sudo -n "$0" report
    fi
    read_first_word "$ROOT/proc/uptime"
    printf '{"format":1,"bootId":%s,"uptime":%s,"now":%s,' "$(json_text "$(boot_id)")" "${first_word:-0}" "$(date +%s)"
    report_status=null
    if [ -r "$RUN/status.json" ]; then
        read -r report_status <"$RUN/status.json"
    fi
    printf '"status":%s,"services":{' "${report_status:-null}"
    report_services
    printf '},"cloudInit":{"status":%s,"result":%s},' \
        "$(json_tail "$ROOT/run/cloud-init/status.json" 60000)" "$(json_tail "$ROOT/run/cloud-init/result.json" 60000)"
    printf '"freeBytes":{"releases":%s,"state":%s}}\n' "$(report_free "$OPT")" "$(report_free "$KEPT")"
}

report_services() {
    [ -r "$PLAN" ] || return 0
    report_units=
    while read -r plan_key report_unit _; do
        [ "$plan_key" = service ] && report_units="$report_units $report_unit"
    done <"$PLAN"
    [ -n "$report_units" ] || return 0
    # shellcheck disable=SC2086
    report_states=$(systemctl is-active $report_units 2>/dev/null)
    report_comma=
    for report_unit in $report_units; do
        report_state=${report_states%%
*}
        report_states=${report_states#*
}
        printf '%s"%s":%s' "$report_comma" "$report_unit" "$(json_text "${report_state:-unknown}")"
        report_comma=,
    done
}

report_free() {
    if [ -d "$1" ]; then
        df -Pk "$1" | { read -r _; read -r _ _ _ free _; printf '%s' $((${free:-0} * 1024)); }
    else
        printf null
    fi
}
