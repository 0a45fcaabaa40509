# --- Containers: a compose file becomes a unit, which starts its containers and watches them ------------------------------

compose_prepare() {
    if [ ! -s "$RUN/composes" ]; then
        [ ! -d "$IMAGES" ] || ! command -v docker >/dev/null || images_forget
        return 0
    fi
    command -v docker >/dev/null && compose_find ||
        fail DOCKER_MISSING "the bundle has containers, but the image has no 'docker' with 'docker-compose'; take an image that has them (it/guest-image/build.sh --with docker), or install the packages docker.io and docker-compose, in the init hook for instance"
    compose_await_docker
    images_prepare
    while read -r compose_unit compose_project compose_file <&4; do
        compose_check
    done 4<"$RUN/composes"
    images_forget
}

# Sets compose to the command.
compose_find() {
    compose='' compose_pull=''
    if command -v docker-compose >/dev/null; then
        compose=docker-compose
    elif docker compose version >/dev/null 2>&1; then
        compose='docker compose' compose_pull='--pull never'
    fi
    [ -n "$compose" ]
}

compose_await_docker() {
    phase containers 'waiting for docker'
    systemctl start --no-block docker.service 2>/dev/null
    compose_looks=0
    until docker version >"$LOGS/docker.log" 2>&1; do
        compose_looks=$((compose_looks + 1))
        if [ "$compose_looks" -ge "$SERVICE_LOOKS" ]; then
            journalctl -b -u docker.service -n 30 --no-pager -o cat >>"$LOGS/docker.log" 2>&1
            fail DOCKER_FAILED "docker did not come up in $compose_looks looks" "$LOGS/docker.log"
        fi
        sleep "$POLL"
    done
}

# A missing image would be asked of a registry, for a minute and in vain: it is found before. What the file names is asked of
# compose once per release; a line 'SERVICE IMAGE' for each.
compose_check() {
    compose_named=$IMAGES/${release##*/}.$compose_project
    if [ ! -e "$compose_named" ]; then
        phase containers "checking $compose_file"
        compose_config 2>"$LOGS/compose.log" | compose_names >"$compose_named.new"
        grep -q '^!ended 0' "$compose_named.new" ||
            fail COMPOSE_INVALID "compose does not understand $compose_file" "$LOGS/compose.log"
        grep -v '^!ended' "$compose_named.new" >"$compose_named" || rm -f "$compose_named"
        rm -f "$compose_named.new"
        [ -s "$compose_named" ] || fail COMPOSE_INVALID "$compose_file has no services"
    fi
    while read -r compose_service compose_image <&3; do
        [ -n "$compose_image" ] ||
            fail COMPOSE_INVALID "the service '$compose_service' in $compose_file has no 'image:'; containers of a bundle start from saved images"
        docker image inspect --format '{{.Id}}' "$compose_image" >/dev/null 2>&1 ||
            fail IMAGE_MISSING "the image '$compose_image' of the service '$compose_service' in $compose_file is not there; 'docker save' it into the bundle and name the file under 'images:' (no registry is asked)"
    done 3<"$compose_named"
}

# Not kept: it has the values of secrets in it.
compose_config() {
    compose_run config </dev/null
    printf '!ended %s\n' "$?"
}

# compose_run WORDS: compose with the project's name and file, and what the node's services see. The file is named below its
# release, so that containers are made anew when what they mount is of another release.
compose_run() (
    script_environment
    cd "$release" || exit 1
    # shellcheck disable=SC2086
    exec $compose -p "$compose_project" -f "$release/$compose_file" "$@"
)

# Reads compose's own, orderly YAML.
compose_names() {
    names_section='' names_service='' names_image=''
    while IFS= read -r names_line; do
        case $names_line in
        '!ended '*)
            names_end
            printf '%s\n' "$names_line"
            ;;
        '    image: '*)
            names_image=${names_line#*image: }
            names_image=${names_image#[\"\']}
            names_image=${names_image%[\"\']}
            ;;
        '   '*) ;;
        '  '*:*)
            names_end
            [ "$names_section" != services: ] || names_service=${names_line%%:*}
            ;;
        *)
            names_end
            names_section=$names_line
            ;;
        esac
    done
}

names_end() {
    [ -z "$names_service" ] || printf '%s\n' "${names_service##* } $names_image"
    names_service='' names_image=''
}

# Sets text to the unit of a project.
compose_unit_text() {
    while read -r compose_unit compose_project compose_file; do
        [ "$compose_unit" != "$1" ] || break
    done <"$RUN/composes"
    text="# of the release ${release##*/}
[Unit]
Description=Vivarium: the containers of $compose_project
Wants=docker.service
After=docker.service
[Service]
Type=notify
NotifyAccess=all
TimeoutStartSec=infinity
ExecStart=/usr/local/bin/vivarium-node compose-up $compose_project
ExecStop=/usr/local/bin/vivarium-node compose-stop $compose_project
"
}

compose_containers() {
    docker ps "$@" --no-trunc --filter "label=com.docker.compose.project=$compose_project"
}

# By systemd, when it stops the unit. Volumes and containers stay; what ended by itself is not an order to stop the others.
compose_stop() {
    compose_project=$1
    [ -n "${MAINPID:-}" ] || return 0
    compose_ids=$(compose_containers -q)
    # shellcheck disable=SC2086
    [ -z "$compose_ids" ] || docker stop $compose_ids
}

# Of a project that the release does not have any more; volumes stay.
compose_remove() {
    compose_project=${1#vivarium-compose-}
    compose_project=${compose_project%.service}
    rm -f "$RUN/containers.$compose_project" "$RUN/trouble.$1"
    compose_ids=$(compose_containers -aq 2>/dev/null)
    # shellcheck disable=SC2086
    [ -z "$compose_ids" ] || docker rm -f $compose_ids >/dev/null 2>&1
}
