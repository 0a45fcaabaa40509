# --- The release: unpacked beside the others, proved, then renamed ------------------------------------------------------

release_is_complete() {
    read_word "$release/.vivarium-release"
    [ "$word" = "$bundle" ]
}

release_prepare() {
    for release_tool in blkid sha256sum tar zstd; do
        command -v "$release_tool" >/dev/null || fail TOOL_MISSING "the image lacks '$release_tool'"
    done
    : >"$LOGS/media.log"
    : >"$RUN/media.found"
    media_probe
    release_kib=0
    while read -r layer_label layer_digest layer_bytes layer_name; do
        phase mounting "layer $layer_name"
        media_mount "$layer_label" "$layer_digest" "$layer_name"
        release_kib=$((release_kib + layer_bytes / 1024))
    done <"$RUN/layers"
    phase verifying 'lists of slices'
    slices_total=0
    while read -r layer_label layer_digest layer_bytes layer_name; do
        slices_before=$slices_total
        media_slices "$layer_label" "$layer_name"
        # The stream has a header for each entry, which takes less than the block that is counted for it.
        [ $((slices_total - slices_before)) -le $((2 * layer_bytes + 1048576)) ] ||
            fail BUNDLE_DAMAGED "layer '$layer_name' was said to take $((layer_bytes / 1048576)) MiB, but its slices hold $(((slices_total - slices_before) / 1048576)) MiB; pack the bundle again"
    done <"$RUN/layers"
    fresh=$RELEASES/.new-${release##*/}
    [ ! -e "$fresh" ] && [ ! -e "$release" ] || rm -rf "$fresh" "$release"
    release_check_space
    mkdir -p "$fresh/.vivarium-seed"
    release_unpack
    release_link_state
    printf '%s\n' "$bundle" >"$fresh/.vivarium-release"
    # On disk before it has its name: a release that is there is whole, also after the power was cut.
    sync -f "$fresh" && mv -T "$fresh" "$release" || fail UNPACK_FAILED "cannot put the release $release in place"
    media_release "$MEDIA"/*
}

release_check_space() {
    df -Pk "$RELEASES" >"$RUN/space"
    { read -r _; read -r _ _ _ release_free _; } <"$RUN/space"
    [ "${release_free:-0}" -ge $((release_kib + SPARE_KIB)) ] ||
        fail NO_SPACE "the bundle needs $((release_kib / 1024 + 1)) MiB and 64 MiB beside it, but $RELEASES has $((release_free / 1024)) MiB; give the node a larger disk"
}

release_unpack() {
    slices_done=0
    progress 0 "$slices_total"
    [ -p "$RUN/hash.pipe" ] || mkfifo "$RUN/hash.pipe"
    while read -r layer_label layer_digest layer_bytes layer_name; do
        phase unpacking "layer $layer_name"
        : >"$RUN/damage"
        { slices_decode <&3 | LC_ALL=C tar -x -f - -C "$fresh" 2>"$LOGS/unpack.log"; } 3<"$RUN/slices.$layer_label"
        unpack_code=$?
        read_word "$RUN/damage"
        if [ -s "$LOGS/unpack.log" ] && grep -q -e 'No space left' -e 'quota exceeded' "$LOGS/unpack.log"; then
            fail NO_SPACE "the disk became full while layer '$layer_name' was unpacked" "$LOGS/unpack.log"
        elif [ -n "$word" ]; then
            delivery_drop "$layer_digest"
            fail BUNDLE_DAMAGED "$word of layer '$layer_name' on medium $layer_label is damaged; pack the bundle again" "$LOGS/unpack.log"
        elif [ "$unpack_code" != 0 ]; then
            fail UNPACK_FAILED "tar ended with $unpack_code in layer '$layer_name'" "$LOGS/unpack.log"
        fi
        while read -r _ _ slice_unpacked _; do
            slices_done=$((slices_done + slice_unpacked))
        done <"$RUN/slices.$layer_label"
    done <"$RUN/layers"
}

# Prints the decoded slices, each read once: hashed and decoded at the same time. Stops at the first that is not as planned.
slices_decode() {
    while read -r slice_file slice_encoding slice_unpacked slice_sha; do
        # Held open for both ways, so that the hasher waits for nobody if the slice cannot be read.
        exec 4<>"$RUN/hash.pipe"
        sha256sum <"$RUN/hash.pipe" >"$RUN/hash" 4>&- &
        slice_hasher=$!
        : >"$RUN/decoded"
        tee "$RUN/hash.pipe" <"$MEDIA/$layer_label/$slice_file" | slice_decode "$slice_encoding" | head -c "$slice_unpacked"
        read_word "$RUN/decoded"
        slice_code=$word
        exec 4>&-
        wait "$slice_hasher"
        read_word "$RUN/hash"
        if [ "$word" != "$slice_sha" ] || [ "$slice_code" != 0 ]; then
            printf '%s\n' "$slice_file" >"$RUN/damage"
            return 1
        fi
        slices_done=$((slices_done + slice_unpacked))
        progress "$slices_done" "$slices_total"
        kill -USR1 $$
    done
}

# Whoever reads takes no more than was said: one that holds more breaks off, and leaves another status than 0.
slice_decode() {
    case $1 in
    zstd) zstd -dcq ;;
    raw) cat ;;
    *) false ;;
    esac
    printf '%s\n' $? >"$RUN/decoded"
}

# State lies outside of the release; what the bundle brings of it is kept as its seed.
release_link_state() {
    while read -r state_path; do
        state_parent=
        case $state_path in
        */*)
            state_parent=/${state_path%/*}
            mkdir -p "$fresh$state_parent" "$fresh/.vivarium-seed$state_parent"
            ;;
        esac
        if [ -d "$fresh/$state_path" ]; then
            mv -T "$fresh/$state_path" "$fresh/.vivarium-seed/$state_path"
        fi
        ln -s "$STATE/$state_path" "$fresh/$state_path" || fail UNPACK_FAILED "cannot link the state directory '$state_path'"
    done <"$RUN/states"
}

release_switch() {
    # POSIX has it since 2024, dash and bash since ever.
    # shellcheck disable=SC3013
    [ "$CURRENT" -ef "$release" ] && return
    services_stop
    ln -sfn "releases/${release##*/}" "$OPT/.current.new" && mv -fT "$OPT/.current.new" "$CURRENT" ||
        fail UNPACK_FAILED "cannot switch $CURRENT to ${release##*/}"
}
