# --- Services -----------------------------------------------------------------------------------------------------------

services_run() {
    compose_prepare
    services_install
    [ -n "$service_units" ] || return 0
    phase services "starting$service_units"
    : >"$RUN/started"
    # Word splitting is meant: unit names have no white space.
    # shellcheck disable=SC2086
    systemctl "$service_verb" --no-block $service_units 2>"$LOGS/services.log" ||
        fail SERVICE_FAILED "systemd refuses to start$service_units" "$LOGS/services.log"
    services_wait
}

# Writes the units and what makes them stay up; units of an earlier release go. Nothing is reloaded if nothing changed.
services_install() {
    service_verb=start
    [ ! -e "$RUN/reload" ] || service_verb=restart
    service_units=
    services_remove_old
    while read -r service_unit service_path; do
        [ -d "$UNITS/$service_unit.d" ] || mkdir -p "$UNITS/$service_unit.d"
        case $service_unit in
        vivarium-compose-*) compose_unit_text "$service_unit" ;;
        *) read_text "$release/$service_path" ;;
        esac
        service_write "$UNITS/$service_unit" "$text"
        service_drop_in
        service_write "$UNITS/$service_unit.d/10-vivarium.conf" "$text"
        service_units="$service_units $service_unit"
    done <"$RUN/services"
    if [ "$service_verb" = restart ]; then
        read_text "$RUN/services"
        printf '%s' "$text" >"$KEPT/services"
        services_are_read || systemctl daemon-reload 2>"$LOGS/services.log" ||
            fail SERVICE_FAILED 'systemd does not reload its units' "$LOGS/services.log"
        rm -f "$RUN/reload"
    fi
}

# True if systemd has read the newest text of all of them, as it does with units that it meets for the first time. Reading all
# units of the machine anew costs an emulated guest seconds.
services_are_read() {
    [ -z "$services_gone" ] || return 1
    # shellcheck disable=SC2086
    case $(systemctl show -p NeedDaemonReload $service_units 2>/dev/null) in
    '' | *=yes*) return 1 ;;
    esac
}

# What runs of the release before must not see the new one's files.
services_stop() {
    [ -e "$CURRENT" ] && [ -f "$KEPT/services" ] || return 0
    phase services 'stopping the release before'
    stop_units=
    while read -r service_unit _; do
        stop_units="$service_unit $stop_units"
    done <"$KEPT/services"
    # shellcheck disable=SC2086
    [ -z "$stop_units" ] || systemctl stop $stop_units 2>"$LOGS/services.log" ||
        fail SERVICE_FAILED "systemd does not stop $stop_units" "$LOGS/services.log"
}

service_write() {
    read_text "$1"
    [ "$text" = "$2" ] && return
    services_changed
    printf '%s' "$2" >"$1" || fail SERVICE_FAILED "cannot write $1"
}

services_remove_old() {
    services_gone=
    [ -f "$KEPT/services" ] || return 0
    read_text "$RUN/services"
    while read -r service_unit _; do
        case $NEWLINE$text in
        *"$NEWLINE$service_unit "*) continue ;;
        esac
        case $service_unit in
        vivarium-compose-*)
            systemctl stop "$service_unit" 2>/dev/null
            compose_remove "$service_unit"
            ;;
        *) systemctl stop --no-block "$service_unit" 2>/dev/null ;;
        esac
        services_gone=yes
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
    text="[Unit]
StartLimitIntervalSec=0
${service_units:+After=${service_units##* }
}[Service]
Restart=always
RestartSec=2
EnvironmentFile=-/etc/vivarium/node.env
EnvironmentFile=-/etc/vivarium/secrets.env
"
}

# Sets services_up (all are active), service_bad (one that systemd gave up on), service_worst and services_crashes.
services_look() {
    services_up=yes services_crashes=0 service_most=-1 service_worst='' service_bad=''
    look_id='' look_state='' look_crashes=0
    # shellcheck disable=SC2086
    systemctl show -p Id -p ActiveState -p NRestarts $service_units >"$RUN/services.seen" 2>/dev/null
    printf '\n' >>"$RUN/services.seen"
    while IFS='=' read -r look_key look_value; do
        case $look_key in
        Id) look_id=$look_value ;;
        ActiveState) look_state=$look_value ;;
        NRestarts) look_crashes=$look_value ;;
        '') services_look_one ;;
        esac
    done <"$RUN/services.seen"
    [ -n "$service_worst" ] || services_up=no
}

services_look_one() {
    [ -n "$look_id" ] || return 0
    [ "$look_state" = active ] || services_up=no
    [ "$look_state" != failed ] || service_bad=$look_id
    if [ -e "$RUN/trouble.$look_id" ]; then
        services_up=no
        service_bad=$look_id
    fi
    services_crashes=$((services_crashes + look_crashes))
    if [ "$look_crashes" -gt "$service_most" ]; then
        service_most=$look_crashes
        service_worst=$look_id
    fi
    look_id='' look_state='' look_crashes=0
}

# Up means active in two looks, without a crash between them: a service that dies at once is active for a moment, too. One that
# died after them waits for its restart when the host looks.
services_wait() {
    services_looks=0
    services_were=no
    services_look
    crashes_at_start=$services_crashes
    while :; do
        crashes_before=$services_crashes
        services_were=$services_up
        services_pause
        services_looks=$((services_looks + 1))
        services_look
        if [ -n "$service_bad" ]; then
            service_fail "$service_bad" "$service_bad does not start"
        elif [ $((services_crashes - crashes_at_start)) -ge "$CRASHES" ]; then
            service_fail "$service_worst" "$service_worst ends again and again"
        elif [ "$services_up$services_were" = yesyes ] && [ "$services_crashes" = "$crashes_before" ]; then
            return
        elif [ "$services_looks" -ge "$SERVICE_LOOKS" ]; then
            service_fail "$service_worst" "after $services_looks looks not all of these are active:$service_units"
        fi
    done
}

services_pause() {
    if [ "$services_up" = yes ]; then
        sleep "$STEADY"
    elif [ "$services_looks" -lt 10 ]; then
        sleep "$SOON"
    else
        sleep "$POLL"
    fi
}

service_fail() {
    service_why=$2
    if [ -e "$RUN/last.$1" ] && read -r service_why <"$RUN/last.$1"; then
        service_why="$2: $service_why"
    fi
    journalctl -b -u "$1" -n 30 --no-pager -o cat >"$LOGS/services.log" 2>&1
    fail SERVICE_FAILED "$service_why" "$LOGS/services.log"
}
