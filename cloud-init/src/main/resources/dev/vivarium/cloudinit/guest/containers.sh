# --- What a project's unit runs: brings its containers up and ends when one of them has ended ----------------------------

# compose_up PROJECT: by systemd. Containers that docker itself starts again are watched all the same.
compose_up() {
    while read -r compose_unit compose_project compose_file; do
        [ "$compose_project" != "$1" ] || break
    done <"$RUN/composes"
    release=$(readlink -f "$CURRENT")
    compose_find || exit 1
    rm -f "$RUN/trouble.$compose_unit" "$RUN/log.$compose_project"
    containers_since=$(date +%s)
    containers_least=0 containers_deaths=0
    # shellcheck disable=SC2086
    compose_run up -d --no-build --remove-orphans $compose_pull || containers_end "compose cannot start $compose_file"
    containers_look
    containers_least=$containers_count
    systemd-notify --ready
    containers_watch
}

# Docker tells what happens; a tick is for what it did not tell.
containers_watch() {
    containers_pipe=$RUN/events.$compose_project
    rm -f "$containers_pipe"
    mkfifo "$containers_pipe"
    {
        docker events --since "$containers_since" --filter type=container --filter event=start --filter event=die \
            --filter event=destroy --filter event=health_status \
            --filter "label=com.docker.compose.project=$compose_project" \
            --format '{{.Action}} {{.Actor.Attributes.name}} {{.Actor.Attributes.exitCode}}'
        echo gone
    } >"$containers_pipe" &
    while sleep "$TICK"; do
        echo tick
    done >"$containers_pipe" &
    containers_quiet=yes
    while read -r containers_event containers_name containers_code; do
        case $containers_event in
        gone) containers_end 'docker has ended' ;;
        die) containers_died ;;
        tick) containers_tick ;;
        esac
        containers_look
    done <"$containers_pipe"
}

containers_died() {
    containers_quiet=
    [ "$containers_code" != 0 ] || return 0
    containers_deaths=$((containers_deaths + 1))
    if [ "$containers_deaths" -ge "$CRASHES" ]; then
        containers_tell "the container $containers_name ends again and again, with status $containers_code"
        : >"$RUN/trouble.$compose_unit"
    fi
}

# Nothing latches: as long as no container dies between two ticks, all is forgiven.
containers_tick() {
    if [ -n "$containers_quiet" ]; then
        containers_deaths=0
        rm -f "$RUN/trouble.$compose_unit"
    fi
    containers_quiet=yes
}

# Writes what the report shows of each container, and ends when one has ended for good or is gone.
containers_look() {
    compose_containers -a --format '{{.State}}|{{.Names}}|{{.Status}}' >"$RUN/seen.$compose_project" ||
        containers_end 'docker does not answer'
    containers_list='' containers_count=0 containers_bad=''
    while IFS='|' read -r container_state container_name container_status; do
        containers_count=$((containers_count + 1))
        container_note
        containers_list="$containers_list${containers_list:+,}$container_json"
    done <"$RUN/seen.$compose_project"
    printf '%s\n' "$containers_list" >"$RUN/containers.new.$compose_project" &&
        mv -f "$RUN/containers.new.$compose_project" "$RUN/containers.$compose_project"
    if [ -n "$containers_bad" ]; then
        containers_end "$containers_bad"
    elif [ "$containers_count" -lt "$containers_least" ]; then
        containers_end "of $containers_least containers of $compose_project $containers_count are left"
    fi
}

container_note() {
    container_health=null container_code=null container_log=null
    case $container_status in
    *'(healthy)'*) container_health='"healthy"' ;;
    *'(unhealthy)'*) container_health='"unhealthy"' ;;
    *'(health: starting)'*) container_health='"starting"' ;;
    esac
    case $container_status in
    'Exited ('* | 'Restarting ('*)
        container_code=${container_status#*\(}
        container_code=${container_code%%\)*}
        case $container_code in
        *[!0-9]*) container_code=null ;;
        esac
        ;;
    esac
    case $container_state:$container_code:$container_health in
    running:*:'"unhealthy"' | restarting:* | dead:* | exited:[!0]*) container_log=yes ;;
    esac
    if [ "$container_log" = yes ]; then
        docker logs --tail 20 "$container_name" >"$RUN/log.$compose_project" 2>&1
        json_end "$RUN/log.$compose_project" 2000
        container_log=$json
        case $container_state in
        exited | dead)
            containers_bad="the container $container_name ended with status $container_code"
            ;;
        esac
    fi
    json_text "$container_name"
    container_json="{\"name\":$json,\"state\":\"$container_state\",\"exitCode\":$container_code,\"health\":$container_health,\"log\":$container_log}"
}

# For whoever asks why the unit ended: what happened, and the container's last words.
containers_tell() {
    printf '%s\n' "$1" >"$RUN/last.$compose_unit"
    printf '%s\n' "$1"
    [ -z "${containers_name:-}" ] || docker logs --tail 20 "$containers_name" >"$RUN/log.$compose_project" 2>&1
    [ ! -f "$RUN/log.$compose_project" ] || cat "$RUN/log.$compose_project"
}

containers_end() {
    containers_name=
    containers_tell "$1"
    exit 1
}
