# --- Small files, read by the shell ------------------------------------------------------------------------------------

# plan_load FILE: reads a plan, one 'key value' a line. Lists go into files of their own, as loops read them.
plan_load() {
    plan_format='' node_id='' bundle='' release_name='' init_hook=''
    : >"$RUN/layers"
    : >"$RUN/services"
    : >"$RUN/states"
    : >"$RUN/media.planned"
    : >"$RUN/composes"
    : >"$RUN/images"
    delivery=medium delivery_place=''
    : >"$RUN/secrets"
    [ -r "$1" ] || return 0
    while read -r plan_key plan_rest; do
        case $plan_key in
        format) plan_format=$plan_rest ;;
        node) node_id=$plan_rest ;;
        bundle) bundle=$plan_rest ;;
        release) release_name=$plan_rest ;;
        init) init_hook=$plan_rest ;;
        layer) printf '%s\n' "$plan_rest" >>"$RUN/layers" ;;
        service) printf '%s\n' "$plan_rest" >>"$RUN/services" ;;
        delivery)
            delivery=${plan_rest%% *}
            delivery_place=${plan_rest#* }
            ;;
        medium) printf '%s\n' "$plan_rest" >>"$RUN/media.planned" ;;
        compose) printf '%s\n' "$plan_rest" >>"$RUN/composes" ;;
        image) printf '%s\n' "$plan_rest" >>"$RUN/images" ;;
        state) printf '%s\n' "$plan_rest" >>"$RUN/states" ;;
        secret) printf '%s\n' "$plan_rest" >>"$RUN/secrets" ;;
        esac
    done <"$1"
    release=$RELEASES/${bundle%"${bundle#????????????}"}
}

# plan_take FILE: loads the plan to be worked on.
plan_take() {
    [ -r "$1" ] || fail PLAN_MISSING "$1 is missing; the seed did not arrive"
    plan_load "$1"
    [ "$plan_format" = 1 ] || fail FORMAT_UNKNOWN "$1 is not of format 1"
}

# plan_value FILE KEY: sets value to what the first such line says; empty if there is none. Leaves no files.
plan_value() {
    value=
    while read -r plan_key plan_rest; do
        if [ "$plan_key" = "$2" ]; then
            value=$plan_rest
            return
        fi
    done <"$1"
}

# read_word FILE: sets word to the first one in it; empty if there is none.
read_word() {
    word=
    if [ -r "$1" ]; then
        read -r word _ <"$1" || :
    fi
}

# read_text FILE: sets text to all of it; empty if there is none.
read_text() {
    text=
    text_line=
    if [ -r "$1" ]; then
        while IFS= read -r text_line; do
            text=$text$text_line$NEWLINE
        done <"$1"
        text=$text$text_line
    fi
}

# same_text FILE OTHER: true if both are there and say the same.
same_text() {
    [ -r "$1" ] && [ -r "$2" ] || return 1
    read_text "$1"
    same_first=$text
    read_text "$2"
    [ "$text" = "$same_first" ]
}

# Sets now to the seconds since 1970, up to two behind: enough for a heartbeat.
read_clock() {
    now=0
    while read -r clock_key clock_value _; do
        if [ "$clock_key" = btime ]; then
            now=$clock_value
            break
        fi
    done <"$ROOT/proc/stat"
    read_word "$ROOT/proc/uptime"
    # A signal may have ended the reading; another round follows then.
    uptime=${word:-${uptime:-0}}
    now=$((now + ${uptime%%.*}))
}

has_entries() {
    for entry in "$1"/* "$1"/.[!.]* "$1"/..?*; do
        if [ -e "$entry" ] || [ -L "$entry" ]; then
            return 0
        fi
    done
    return 1
}
