# --- State --------------------------------------------------------------------------------------------------------------

# The bundle's content fills a state directory only while that is empty, and then in one step.
state_fill() {
    phase state 'state directories'
    while read -r state_path; do
        state_here=$STATE/$state_path
        state_seed=$release/.vivarium-seed/$state_path
        if has_entries "$state_here"; then
            continue
        elif has_entries "$state_seed"; then
            state_copy
        elif [ ! -d "$state_here" ]; then
            mkdir -p "$state_here" || fail STATE_FAILED "cannot make the state directory '$state_path'"
        fi
    done <"$RUN/states"
}

state_copy() {
    : >"$LOGS/state.log"
    case $state_path in
    */*) mkdir -p "${state_here%/*}" ;;
    esac
    [ ! -e "$STATE/.vivarium-filling" ] || rm -rf "$STATE/.vivarium-filling"
    cp -a "$state_seed" "$STATE/.vivarium-filling" 2>>"$LOGS/state.log" && sync -f "$STATE/.vivarium-filling" &&
        mv -fT "$STATE/.vivarium-filling" "$state_here" 2>>"$LOGS/state.log" ||
        fail STATE_FAILED "cannot fill the state directory '$state_path'" "$LOGS/state.log"
}
