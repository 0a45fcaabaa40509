# --- The release: unpacked beside the others, proved, then renamed ------------------------------------------------------

release_is_complete() {
    read_first_word "$release/.vivarium-release"
    [ "$first_word" = "$bundle" ]
}

release_prepare() {
    for release_tool in zstd tar sha256sum blkid; do
        command -v "$release_tool" >/dev/null || fail TOOL_MISSING "the image lacks '$release_tool'"
    done
    phase mounting 'looking for the media'
    : >"$LOGS/media.log"
    : >"$RUN/media.found"
    media_probe
    plan_each layer >"$RUN/layers"
    release_kib=0
    while read -r layer_label layer_digest layer_bytes layer_name; do
        phase mounting "layer $layer_name"
        media_mount "$layer_label" "$layer_digest" "$layer_name"
        release_kib=$((release_kib + layer_bytes / 1024))
    done <"$RUN/layers"
    phase verifying 'lists of slices'
    slices_total=0
    while read -r layer_label layer_digest layer_bytes layer_name; do
        media_slices "$layer_label" "$layer_name"
    done <"$RUN/layers"
    fresh=$RELEASES/.new-${release##*/}
    rm -rf "$fresh" "$release"
    release_check_space
    mkdir -p "$fresh"
    release_unpack
    release_link_state
    printf '%s\n' "$bundle" >"$fresh/.vivarium-release"
    # On disk before it has its name: a release that is there is whole, also after the power was cut.
    sync -f "$fresh" && mv -T "$fresh" "$release" && sync -f "$RELEASES" ||
        fail UNPACK_FAILED "cannot put the release $release in place"
    media_release_all
}

release_check_space() {
    release_free=$(df -Pk "$RELEASES" | { read -r _; read -r _ _ _ free _; printf '%s' "${free:-0}"; })
    [ "$release_free" -ge $((release_kib + SPARE_KIB)) ] ||
        fail NO_SPACE "the bundle needs $((release_kib / 1024 + 1)) MiB and 64 MiB beside it, but $RELEASES has $((release_free / 1024)) MiB; give the node a larger disk"
}

release_unpack() {
    slices_done=0
    progress 0 "$slices_total"
    while read -r layer_label layer_digest layer_bytes layer_name; do
        phase unpacking "layer $layer_name"
        rm -f "$RUN/damage"
        { slices_decode <&3 | LC_ALL=C tar -x -f - -C "$fresh" 2>"$LOGS/unpack.log"; } 3<"$RUN/slices.$layer_label"
        unpack_code=$?
        if grep -q -e 'No space left' -e 'quota exceeded' "$LOGS/unpack.log"; then
            fail NO_SPACE "the disk became full while layer '$layer_name' was unpacked" "$LOGS/unpack.log"
        elif [ -s "$RUN/damage" ]; then
            read -r unpack_damage <"$RUN/damage"
            fail BUNDLE_DAMAGED "$unpack_damage of layer '$layer_name' on medium $layer_label is damaged; pack the bundle again" "$LOGS/unpack.log"
        elif [ "$unpack_code" != 0 ]; then
            fail UNPACK_FAILED "tar ended with $unpack_code in layer '$layer_name'" "$LOGS/unpack.log"
        fi
        while read -r _ _ _ slice_unpacked _; do
            slices_done=$((slices_done + slice_unpacked))
        done <"$RUN/slices.$layer_label"
    done <"$RUN/layers"
}

# Prints the decoded slices, each read once: hashed and decoded at the same time. Stops at the first that is not as planned.
slices_decode() {
    rm -f "$RUN/hash.pipe"
    mkfifo "$RUN/hash.pipe"
    while read -r slice_file slice_encoding _ slice_unpacked slice_sha; do
        # Held open for both ways, so that the hasher waits for nobody if the slice cannot be read.
        exec 4<>"$RUN/hash.pipe"
        sha256sum <"$RUN/hash.pipe" >"$RUN/hash" 4>&- &
        slice_hasher=$!
        tee "$RUN/hash.pipe" <"$MEDIA/$layer_label/$slice_file" | slice_decode "$slice_encoding"
        slice_code=$?
        exec 4>&-
        wait "$slice_hasher"
        read_first_word "$RUN/hash"
        if [ "$first_word" != "$slice_sha" ] || [ "$slice_code" != 0 ]; then
            printf '%s\n' "$slice_file" >"$RUN/damage"
            return 1
        fi
        slices_done=$((slices_done + slice_unpacked))
        progress "$slices_done" "$slices_total"
        status_write
    done
}

slice_decode() {
    case $1 in
    zstd) zstd -dcq ;;
    raw) cat ;;
    *) return 1 ;;
    esac
}

# State lies outside of the release; what the bundle brings of it is kept as its seed.
release_link_state() {
    plan_each state >"$RUN/state.paths"
    while read -r state_path; do
        if [ -d "$fresh/$state_path" ]; then
            mkdir -p "$(dirname "$fresh/.vivarium-seed/$state_path")"
            mv -T "$fresh/$state_path" "$fresh/.vivarium-seed/$state_path"
        fi
        mkdir -p "$(dirname "$fresh/$state_path")"
        ln -s "$STATE/$state_path" "$fresh/$state_path" || fail UNPACK_FAILED "cannot link the state directory '$state_path'"
    done <"$RUN/state.paths"
}

release_switch() {
    rm -f "$OPT/.current.new"
    ln -s "releases/${release##*/}" "$OPT/.current.new" && mv -fT "$OPT/.current.new" "$CURRENT" ||
        fail UNPACK_FAILED "cannot switch $CURRENT to ${release##*/}"
}
