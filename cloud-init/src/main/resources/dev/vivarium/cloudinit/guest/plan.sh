# --- The plan: one 'key value' a line, written by the seed ------------------------------------------------------------

# Prints the first value of key $1.
plan_value() {
    while read -r plan_key plan_rest; do
        if [ "$plan_key" = "$1" ]; then
            printf '%s' "$plan_rest"
            return
        fi
    done <"$PLAN"
}

# Prints every value of key $1, one a line.
plan_each() {
    while read -r plan_key plan_rest; do
        if [ "$plan_key" = "$1" ]; then
            printf '%s\n' "$plan_rest"
        fi
    done <"$PLAN"
}

read_first_word() {
    first_word=
    if [ -r "$1" ]; then
        read -r first_word _ <"$1" || :
    fi
}

boot_id() {
    read_first_word "$ROOT/proc/sys/kernel/random/boot_id"
    printf '%s' "$first_word"
}
