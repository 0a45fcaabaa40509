# --- JSON -----------------------------------------------------------------------------------------------------------

# Reads text of any kind, prints what may stand between the quotes of a JSON string: no control characters, no broken UTF-8.
json_body() {
    iconv -c -f UTF-8 -t UTF-8 2>/dev/null | LC_ALL=C tr -d '\000-\010\013-\037\177' |
        LC_ALL=C sed -e ':a' -e '$!{' -e 'N' -e 'ba' -e '}' -e 's/[\\"]/\\&/g' -e 's/	/\\t/g' -e 's/\n/\\n/g'
}

# json_text TEXT: sets json to it as a JSON string. Plain text needs no other program.
json_text() {
    case $1 in
    *[!A-Za-z0-9\ .,:\;/_=@%+\'-]*) json="\"$(printf '%s' "$1" | json_body)\"" ;;
    *) json="\"$1\"" ;;
    esac
}

# json_end FILE BYTES: sets json to the file's end as a JSON string; null if there is no such file.
json_end() {
    if [ -f "$1" ]; then
        json="\"$(tail -c "$2" "$1" | json_body)\""
    else
        json=null
    fi
}

# json_file FILE: sets json to a whole file of printable ASCII as a JSON string; what has other characters goes the long way.
json_file() {
    if [ ! -f "$1" ]; then
        json=null
        return
    fi
    json_escaped=
    while IFS= read -r json_rest; do
        case $json_rest in
        *[!\ -~]*)
            json_end "$1" 60000
            return
            ;;
        esac
        while :; do
            case $json_rest in
            *[\\\"]*)
                json_clean=${json_rest%%[\\\"]*}
                json_rest=${json_rest#"$json_clean"}
                json_escaped=$json_escaped$json_clean\\${json_rest%"${json_rest#?}"}
                json_rest=${json_rest#?}
                ;;
            *) break ;;
            esac
        done
        json_escaped=$json_escaped$json_rest\\n
    done <"$1"
    json="\"$json_escaped\""
}
