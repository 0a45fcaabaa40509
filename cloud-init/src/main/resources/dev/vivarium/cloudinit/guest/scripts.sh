# --- Scripts of the bundle, and the secrets that they see ----------------------------------------------------------------

# Once per release; a hook that failed, or was cut short, is run again.
init_run() {
    if [ -z "$init_hook" ] || [ -e "$KEPT/init/$bundle" ]; then
        return
    fi
    : >"$LOGS/init.log"
    phase init "$init_hook"
    script_run "$release" "$init_hook" '' >"$LOGS/init.log" 2>&1 </dev/null
    init_code=$?
    [ "$init_code" = 0 ] || fail INIT_FAILED "$init_hook ended with status $init_code" "$LOGS/init.log"
    : >"$KEPT/init/$bundle"
}

# hook_run NAME: the host's call; prints the end of what the hook said if it fails. No such hook is no failure.
hook_run() {
    plan_value "$PLAN" "$1"
    [ -n "$value" ] || return 0
    script_run "$CURRENT" "$value" "timeout -k 5 $HOOK_LIMIT" >"$LOGS/$1.log" 2>&1 </dev/null
    hook_code=$?
    [ "$hook_code" != 0 ] || return 0
    tail -c 4000 "$LOGS/$1.log"
    if [ "$hook_code" = 124 ] || [ "$hook_code" = 137 ]; then
        printf '\n%s was ended after %s s\n' "$value" "$HOOK_LIMIT"
    else
        printf '\n%s ended with status %s\n' "$value" "$hook_code"
    fi
    return 1
}

# script_run RELEASE SCRIPT LIMIT: with the environment that the services have.
script_run() (
    cd "$1" || exit 1
    script=$2
    script_limit=$3
    script_environment
    set -- "./$script"
    if [ ! -x "$script" ]; then
        if command -v bash >/dev/null; then
            set -- bash "./$script"
        else
            set -- sh "./$script"
        fi
    fi
    # Word splitting is meant.
    # shellcheck disable=SC2086
    exec $script_limit "$@"
)

# For what runs below this shell: the environment that the services have.
script_environment() {
    set -a
    . "$ETC/node.env"
    if [ -r "$ETC/secrets.env" ]; then
        . "$ETC/secrets.env"
    fi
    VIVARIUM_RELEASE_DIR=$CURRENT
    VIVARIUM_STATE_DIR=$STATE
    HOME=${HOME:-/root}
    COMPOSE_HTTP_TIMEOUT=300
    set +a
}

# The host's call: reads the secrets' file, whole with its last line. Services that run with other ones start anew.
secrets_take() {
    # The host may be earlier than the unit.
    mkdir -p "$ETC" "$RUN"
    umask 077
    cat >"$ETC/.secrets.new" && sync "$ETC/.secrets.new" || exit 1
    case $(tail -n 1 "$ETC/.secrets.new") in
    '# end') ;;
    *)
        rm -f "$ETC/.secrets.new"
        echo 'the secrets did not arrive whole' >&2
        exit 1
        ;;
    esac
    if same_text "$ETC/.secrets.new" "$ETC/secrets.env"; then
        rm -f "$ETC/.secrets.new"
        # Unless this was cut short the last time.
        [ -e "$RUN/reload" ] || return 0
    else
        : >"$RUN/reload"
        mv -f "$ETC/.secrets.new" "$ETC/secrets.env" && sync -f "$ETC" || exit 1
    fi
    if [ -e "$RUN/started" ]; then
        unit_stop
        unit_start
    fi
}

# The host hands them over as soon as it can log in; its first line says which ones there are.
secrets_wait() {
    while read -r secret_name; do
        until secret_is_there; do
            phase secrets "waiting for its secrets: $secret_name"
            sleep "$POLL"
        done
    done <"$RUN/secrets"
}

secret_is_there() {
    secret_names=
    if [ -r "$ETC/secrets.env" ]; then
        IFS= read -r secret_names <"$ETC/secrets.env" || :
    fi
    case "$secret_names " in
    '# secrets:'*" $secret_name "*) ;;
    *) return 1 ;;
    esac
}
