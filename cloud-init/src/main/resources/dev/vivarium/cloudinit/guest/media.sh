# --- Media: found by label, proved by the digest of layer.json ---------------------------------------------------------

# Notes 'DEVICE: LABEL="…"' of the media in the drives.
media_probe() {
    set --
    for media_device in "$ROOT"/dev/sr[0-9]* "$ROOT"/dev/vd[a-z] "$ROOT"/dev/sd[a-z] "$ROOT"/dev/xvd[a-z]; do
        [ ! -e "$media_device" ] || set -- "$@" "$media_device"
    done
    [ $# = 0 ] || blkid -c /dev/null -s LABEL -o full "$@" >"$RUN/media.found" 2>/dev/null
}

# media_mount LABEL DIGEST NAME: mounts the medium at $MEDIA/LABEL.
media_mount() {
    if [ "$delivery" = medium ]; then
        media_mount_drive "$@"
        return
    fi
    delivery_fetch "$@"
    if ! media_try "$delivered" "$1" "$2" ,loop; then
        delivery_drop "$2"
        fail BUNDLE_DAMAGED "what came as layer '$3' ($delivery) is not what was planned, or is damaged" "$LOGS/media.log"
    fi
}

# In whichever drive it is. Others with the same label are passed over.
media_mount_drive() {
    media_damaged=
    media_waited=0
    while :; do
        while read -r media_device media_label; do
            [ "$media_label" = "LABEL=\"$1\"" ] || continue
            if media_try "${media_device%:}" "$1" "$2"; then
                return
            fi
            media_damaged=${media_device%:}
        done <"$RUN/media.found"
        [ -z "$media_damaged" ] ||
            fail BUNDLE_DAMAGED "the medium $1 of layer '$3' in $media_damaged is not the one that was planned, or is damaged" "$LOGS/media.log"
        [ "$media_waited" -lt "$MEDIA_WAIT" ] ||
            fail MEDIUM_MISSING "no drive holds the medium $1 of layer '$3'; attach it and restart vivarium-node.service"
        sleep "$POLL"
        media_waited=$((media_waited + 1))
        media_probe
    done
}

media_try() {
    media_release "$MEDIA/$2"
    mkdir "$MEDIA/$2"
    mount -t iso9660 -o "ro,nosuid,nodev,noexec${4:-}" "$1" "$MEDIA/$2" 2>>"$LOGS/media.log" || return 1
    sha256sum <"$MEDIA/$2/layer.json" >"$RUN/hash" 2>>"$LOGS/media.log"
    read_word "$RUN/hash"
    [ "$word" = "$3" ] && return
    media_release "$MEDIA/$2"
    return 1
}

# What an earlier run left mounted, too.
media_release() {
    if [ -d "$1" ]; then
        umount "$@" 2>/dev/null
        rmdir "$@" 2>/dev/null
    fi
    return 0
}

# media_slices LABEL NAME: writes 'FILE ENCODING UNPACKED SHA256' of each slice to $RUN/slices.LABEL and adds to slices_total.
media_slices() {
    sed -n -e 's/^"format":\([0-9]*\),$/format \1/p' -e 's/^"sliceCount":\([0-9]*\),$/count \1/p' \
        -e 's/^{"file":"\(slice-[0-9]*\)","encoding":"\([a-z]*\)","bytes":[0-9]*,"unpackedBytes":\([0-9]*\),"sha256":"\([0-9a-f]*\)"},\{0,1\}$/\1 \2 \3 \4/p' \
        "$MEDIA/$1/layer.json" >"$RUN/list"
    slices_format='' slices_count='' slices_seen=0
    : >"$RUN/slices.$1"
    while read -r slice_file slice_encoding slice_unpacked slice_sha; do
        case $slice_file in
        format) slices_format=$slice_encoding ;;
        count) slices_count=$slice_encoding ;;
        *)
            slices_seen=$((slices_seen + 1))
            slices_total=$((slices_total + slice_unpacked))
            printf '%s\n' "$slice_file $slice_encoding $slice_unpacked $slice_sha" >>"$RUN/slices.$1"
            ;;
        esac
    done <"$RUN/list"
    [ "$slices_format" = 1 ] || fail FORMAT_UNKNOWN "layer '$2' has format '$slices_format', but this guest reads 1"
    [ "$slices_seen" = "$slices_count" ] || fail FORMAT_UNKNOWN "layer '$2' lists $slices_seen of its $slices_count slices"
}
