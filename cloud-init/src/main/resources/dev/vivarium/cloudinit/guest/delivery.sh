# --- Deliveries that do not come in a drive: each ends in a file that is mounted as a medium is -------------------------

# delivery_fetch LABEL DIGEST NAME: sets delivered to the layer's medium, once it is here.
delivery_fetch() {
    medium_bytes=0
    while read -r medium_label medium_digest bytes; do
        [ "$medium_digest" != "$2" ] || medium_bytes=$bytes
    done <"$RUN/media.planned"
    case $delivery in
    sftp) delivery_await "$@" ;;
    url) delivery_url "$@" ;;
    nfs | smb) delivery_share "$@" ;;
    *) fail FORMAT_UNKNOWN "this guest does not know the delivery '$delivery'" ;;
    esac
}

# The host sends it, and gives it its name when all of it is here.
delivery_await() {
    delivered=$INCOMING/$2.iso
    while [ ! -e "$delivered" ]; do
        delivery_progress "$INCOMING/$2.part" "$3"
        sleep "$POLL"
    done
    progress 0 0
}

# Says how much of a layer is here; sets size.
delivery_progress() {
    size=0
    [ ! -e "$1" ] || size=$(stat -c %s "$1")
    progress "$size" "$medium_bytes"
    delivery_now="layer '$2' to arrive ($delivery), $((size >> 20)) of $((medium_bytes >> 20)) MiB"
    if [ "$delivery_now" != "${delivery_said:-}" ]; then
        delivery_said=$delivery_now
        phase receiving "waiting for $delivery_now"
    fi
}

# Goes on where it was cut off. What comes is never longer than planned, and proved by the digest afterwards.
delivery_url() {
    delivered=$INCOMING/$2.iso
    [ ! -e "$delivered" ] || return 0
    mkdir -p -m 700 "$INCOMING"
    delivery_failures=0
    while :; do
        delivery_progress "$INCOMING/$2.part" "$3"
        [ "$size" -lt "$medium_bytes" ] || break
        delivery_space
        size_before=$size
        delivery_get "$delivery_place/$2.iso" "$INCOMING/$2.part" >"$LOGS/delivery.log" 2>&1 &
        delivery_job=$!
        while kill -0 "$delivery_job" 2>/dev/null; do
            sleep "$POLL"
            delivery_progress "$INCOMING/$2.part" "$3"
        done
        wait "$delivery_job"
        # curl's word for a server that cannot go on in the middle
        [ $? != 33 ] || rm -f "$INCOMING/$2.part"
        delivery_progress "$INCOMING/$2.part" "$3"
        delivery_failures=$((delivery_failures + 1))
        [ "$size" -le "$size_before" ] || delivery_failures=0
        [ "$delivery_failures" -lt "$DELIVERY_TRIES" ] ||
            fail DELIVERY_FAILED "$delivery_place/$2.iso of layer '$3' cannot be fetched: $((size >> 20)) of $((medium_bytes >> 20)) MiB came; is it there, and does this guest reach it?" "$LOGS/delivery.log"
    done
    progress 0 0
    mv "$INCOMING/$2.part" "$delivered"
}

delivery_space() {
    df -Pk "$KEPT" >"$RUN/space"
    { read -r _; read -r _ _ _ delivery_free _; } <"$RUN/space"
    delivery_need=$(((medium_bytes - size) / 1024))
    [ "${delivery_free:-0}" -ge $((delivery_need + SPARE_KIB)) ] ||
        fail NO_SPACE "$((delivery_need / 1024 + 1)) MiB have to come and 64 MiB stay free, but the disk has $((delivery_free / 1024)) MiB; give the node a larger disk"
}

# delivery_get URL FILE: whatever the server says, the file does not become larger than the medium. Python is in every guest
# that has cloud-init.
delivery_get() (
    ulimit -f "$((medium_bytes / 512))"
    umask 077
    if command -v curl >/dev/null; then
        exec curl -fsSL --proto '=http,https' --proto-redir '=http,https' --connect-timeout 30 --speed-limit 1 \
            --speed-time 120 -C - -o "$2" "$1"
    fi
    exec python3 - "$1" "$2" <<'PYTHON'
import os, sys, urllib.request
url, file = sys.argv[1:]
have = os.path.getsize(file) if os.path.exists(file) else 0
request = urllib.request.Request(url, headers={"Range": "bytes=%d-" % have} if have else {})
with urllib.request.urlopen(request, timeout=120) as answer:
    with open(file, "ab" if answer.status == 206 else "wb", buffering=0) as out:
        for block in iter(lambda: answer.read(1 << 16), b""):
            out.write(block)
PYTHON
)

delivery_share() {
    delivered=$SHARE/$2.iso
    phase receiving "waiting for $delivery $delivery_place"
    if [ -z "${delivery_mounted:-}" ]; then
        delivery_mount
    fi
    [ -e "$delivered" ] || fail MEDIUM_MISSING "$delivery_place has no file $2.iso of layer '$3'; copy it there from the host's cache of bundles"
}

delivery_mount() {
    share_options=ro,nosuid,nodev,noexec
    if [ "$delivery" = nfs ]; then
        share_type=nfs share_package=nfs-common
    else
        share_type=cifs share_package=cifs-utils
        if [ -r "$ETC/share.credentials" ]; then
            share_options=$share_options,credentials=$ETC/share.credentials
        else
            share_options=$share_options,guest
        fi
    fi
    command -v "mount.$share_type" >/dev/null ||
        fail MOUNT_MISSING "the image lacks 'mount.$share_type' to mount $delivery_place; install the package $share_package in it, or choose another delivery"
    media_release "$SHARE"
    mkdir -p "$SHARE"
    mount -t "$share_type" -o "$share_options" "$delivery_place" "$SHARE" 2>"$LOGS/delivery.log" ||
        fail DELIVERY_FAILED "$delivery_place cannot be mounted; is it shared, and does this guest reach it?" "$LOGS/delivery.log"
    delivery_mounted=yes
}

# What came and is wrong must come anew.
delivery_drop() {
    rm -f "$INCOMING/$1.iso" "$INCOMING/$1.part"
}

# The release is there: what came is not needed any more.
delivery_done() {
    media_release "$SHARE"
    [ -d "$INCOMING" ] || return 0
    while read -r _ medium_digest _; do
        delivery_drop "$medium_digest"
    done <"$RUN/media.planned"
    rmdir "$INCOMING" 2>/dev/null || :
}
