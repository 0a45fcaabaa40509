# --- JSON -----------------------------------------------------------------------------------------------------------

# Reads text of any kind, prints what may stand between the quotes of a JSON string: no control characters, no broken UTF-8.
json_body() {
    iconv -c -f UTF-8 -t UTF-8 2>/dev/null | LC_ALL=C tr -d '\000-\010\013-\037\177' |
        LC_ALL=C sed -e ':a' -e '$!{' -e 'N' -e 'ba' -e '}' -e 's/[\\"]/\\&/g' -e 's/	/\\t/g' -e 's/\n/\\n/g'
}

# Prints $1 as a JSON string. The plain case needs no other process.
json_text() {
    case $1 in
    *[!A-Za-z0-9\ .,:/_=@%+-]*) printf '"%s"' "$(printf '%s' "$1" | json_body)" ;;
    *) printf '"%s"' "$1" ;;
    esac
}

# Prints the end of file $1, up to $2 bytes, as a JSON string; null if there is no such file.
json_tail() {
    if [ -f "$1" ]; then
        printf '"%s"' "$(tail -c "$2" "$1" | json_body)"
    else
        printf null
    fi
}
