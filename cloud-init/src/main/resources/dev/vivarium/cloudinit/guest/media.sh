# --- Media: found by label, proved by the digest of layer.json ---------------------------------------------------------

# Notes 'DEVICE LABEL' of every medium of ours. Drives without one are passed over.
media_probe() {
    for media_device in "$ROOT"/dev/sr[0-9]* "$ROOT"/dev/vd[a-z] "$ROOT"/dev/sd[a-z] "$ROOT"/dev/xvd[a-z]; do
        [ -e "$media_device" ] || continue
        media_label=$(blkid -p -s LABEL -o value "$media_device" 2>/dev/null) || continue
        case $media_label in
        VIVARIUM*) printf '%s %s\n' "$media_device" "$media_label" ;;
        esac
    done >"$RUN/media.found"
}

# media_mount LABEL DIGEST NAME: mounts the medium at $MEDIA/LABEL. Others with the same label are passed over.
media_mount() {
    media_damaged=
    media_waited=0
    while :; do
        while read -r media_device media_label; do
            [ "$media_label" = "$1" ] || continue
            if media_try "$media_device" "$1" "$2"; then
                return
            fi
            media_damaged=$media_device
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
    media_release "$2"
    mkdir -p "$MEDIA/$2"
    mount -t iso9660 -o ro,nosuid,nodev,noexec "$1" "$MEDIA/$2" 2>>"$LOGS/media.log" || return 1
    media_sum=$(sha256sum <"$MEDIA/$2/layer.json" 2>>"$LOGS/media.log")
    [ "${media_sum%% *}" = "$3" ] && return
    media_release "$2"
    return 1
}

# What an earlier run left mounted, too.
media_release() {
    if [ -d "$MEDIA/$1" ]; then
        umount "$MEDIA/$1" 2>/dev/null
        rmdir "$MEDIA/$1" 2>/dev/null
    fi
    return 0
}

media_release_all() {
    for media_left in "$MEDIA"/*; do
        media_release "${media_left##*/}"
    done
}

# media_slices LABEL NAME: writes 'FILE ENCODING BYTES UNPACKED SHA256' of each slice to $RUN/slices.LABEL and adds up slices_total.
media_slices() {
    media_document=$MEDIA/$1/layer.json
    sed -n 's/^{"file":"\(slice-[0-9]*\)","encoding":"\([a-z]*\)","bytes":\([0-9]*\),"unpackedBytes":\([0-9]*\),"sha256":"\([0-9a-f]*\)"},\{0,1\}$/\1 \2 \3 \4 \5/p' \
        "$media_document" >"$RUN/slices.$1"
    media_format=$(sed -n 's/^"format":\([0-9]*\),$/\1/p' "$media_document")
    media_count=$(sed -n 's/^"sliceCount":\([0-9]*\),$/\1/p' "$media_document")
    [ "$media_format" = 1 ] || fail FORMAT_UNKNOWN "layer '$2' has format '$media_format', but this guest reads 1"
    slices_seen=0
    while read -r _ _ _ slice_unpacked _; do
        slices_seen=$((slices_seen + 1))
        slices_total=$((slices_total + slice_unpacked))
    done <"$RUN/slices.$1"
    [ "$slices_seen" = "$media_count" ] || fail FORMAT_UNKNOWN "layer '$2' lists $slices_seen of its $media_count slices"
}
