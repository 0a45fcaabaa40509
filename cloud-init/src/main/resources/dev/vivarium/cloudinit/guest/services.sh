# --- Services -----------------------------------------------------------------------------------------------------------

services_run() {
    service_units=
    services_install
    [ -n "$service_units" ] || return 0
    phase services "starting$service_units"
    # Word splitting is meant: unit names have no white space.
    # shellcheck disable=SC2086
    systemctl "$service_verb" --no-block $service_units 2>"$LOGS/services.log" ||
        fail SERVICE_FAILED "systemd refuses to start$service_units" "$LOGS/services.log"
    services_wait
}

# Copies the units and adds what makes them stay up; units of an earlier release go. Nothing is reloaded if nothing changed.
services_install() {
    service_verb=start
    [ ! -e "$RUN/reload" ] || service_verb=restart
    service_before=
    plan_each service >"$RUN/services"
    services_remove_old
    while read -r service_unit service_path; do
        service_units="$service_units $service_unit"
        mkdir -p "$UNITS/$service_unit.d"
        service_drop_in >"$RUN/drop-in"
        service_copy "$release/$service_path" "$UNITS/$service_unit"
        service_copy "$RUN/drop-in" "$UNITS/$service_unit.d/10-vivarium.conf"
        service_before=$service_unit
    done <"$RUN/services"
    if [ "$service_verb" = restart ]; then
        cp "$RUN/services" "$KEPT/services"
        systemctl daemon-reload 2>"$LOGS/services.log" ||
            fail SERVICE_FAILED 'systemd does not reload its units' "$LOGS/services.log"
        rm -f "$RUN/reload"
    fi
}

service_copy() {
    cmp -s "$1" "$2" && return
    services_changed
    cp "$1" "$2.new" && mv -f "$2.new" "$2" || fail SERVICE_FAILED "cannot install $2"
}

services_remove_old() {
    [ -f "$KEPT/services" ] || return 0
    while read -r service_unit _; do
        grep -q "^$service_unit " "$RUN/services" && continue
        systemctl stop --no-block "$service_unit" 2>/dev/null
        services_changed
        rm -rf "${UNITS:?}/$service_unit" "$UNITS/$service_unit.d"
    done <"$KEPT/services"
}

# The note stays until systemd has reloaded, for the case that this is cut short; a reboot reloads by itself.
services_changed() {
    service_verb=restart
    : >"$RUN/reload"
}

# A crash is never the end: it starts again after 2 s, however often. Services start in the plan's order.
service_drop_in() {
    printf '[Unit]\nStartLimitIntervalSec=0\n'
    if [ -n "$service_before" ]; then
        printf 'After=%s\n' "$service_before"
    fi
    printf '[Service]\nRestart=always\nRestartSec=2\n'
    printf 'EnvironmentFile=-/etc/vivarium/node.env\nEnvironmentFile=-/etc/vivarium/secrets.env\n'
}

# Sets services_up (all are active), service_bad (one that systemd gave up on), service_worst and services_crashes.
services_look() {
    services_up=yes
    services_crashes=0
    service_most=-1
    service_worst=
    service_bad=
    # shellcheck disable=SC2086
    systemctl show -p Id -p ActiveState -p NRestarts $service_units >"$RUN/services.seen" 2>/dev/null
    printf '\n' >>"$RUN/services.seen"
    look_id='' look_state='' look_crashes=0
    while IFS='=' read -r look_key look_value; do
        case $look_key in
        Id) look_id=$look_value ;;
        ActiveState) look_state=$look_value ;;
        NRestarts) look_crashes=$look_value ;;
        '') services_look_one ;;
        esac
    done <"$RUN/services.seen"
}

services_look_one() {
    [ -n "$look_id" ] || return 0
    [ "$look_state" = active ] || services_up=no
    [ "$look_state" != failed ] || service_bad=$look_id
    services_crashes=$((services_crashes + look_crashes))
    if [ "$look_crashes" -gt "$service_most" ]; then
        service_most=$look_crashes
        service_worst=$look_id
    fi
    look_id='' look_state='' look_crashes=0
}

# Up means active in three looks, without a crash between them: a service that dies at once is active for a moment, too.
services_wait() {
    services_steady=0
    services_waited=0
    services_look
    crashes_at_start=$services_crashes
    while :; do
        crashes_before=$services_crashes
        sleep "$POLL"
        services_waited=$((services_waited + 1))
        services_look
        if [ -n "$service_bad" ]; then
            service_fail "$service_bad" "$service_bad does not start"
        elif [ $((services_crashes - crashes_at_start)) -ge "$CRASHES" ]; then
            service_fail "$service_worst" "$service_worst ends again and again"
        elif [ "$services_waited" -ge "$SERVICE_WAIT" ]; then
            service_fail "$service_worst" "after $services_waited looks not all of these are active:$service_units"
        elif [ "$services_up" = yes ] && [ "$services_crashes" = "$crashes_before" ]; then
            services_steady=$((services_steady + 1))
            [ "$services_steady" -lt 2 ] || return 0
        else
            services_steady=0
        fi
    done
}

service_fail() {
    journalctl -b -u "$1" -n 30 --no-pager -o cat >"$LOGS/services.log" 2>&1
    fail SERVICE_FAILED "$2" "$LOGS/services.log"
}
