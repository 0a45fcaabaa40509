# --- Saved images: loaded from the release, never asked of a registry --------------------------------------------------
# $IMAGES/RELEASE has a line 'ID TAG FILE' for each image that the release brings; ID or TAG is '-' if the file does not say.

images_prepare() {
    images_list
    while read -r image_id image_tag image_file <&3; do
        images_has || image_load
    done 3<"$images_known"
}

# Read once per release: a saved image lists its content at its end.
images_list() {
    images_known=$IMAGES/${release##*/}
    [ ! -e "$images_known" ] || return 0
    mkdir -p "$IMAGES"
    : >"$images_known.new"
    while read -r image_file <&3; do
        phase containers "reading $image_file"
        image_stream "$image_file" 2>/dev/null | tar -xO -f - manifest.json 2>/dev/null | head -c 1000000 |
            tr -d ' \n\t' | tr '}' '\n' >"$RUN/manifest"
        image_seen=
        while read -r image_entry || [ -n "$image_entry" ]; do
            image_entry_note
        done <"$RUN/manifest"
        [ -n "$image_seen" ] ||
            fail IMAGE_DAMAGED "$image_file is no saved image: it has no manifest.json that names one; write it with 'docker save'"
    done 3<"$RUN/images"
    mv -f "$images_known.new" "$images_known"
}

image_entry_note() {
    case $image_entry in
    *'"Config":"'*) ;;
    *) return 0 ;;
    esac
    image_seen=yes
    image_id=${image_entry#*\"Config\":\"}
    image_id=${image_id%%\"*}
    image_id=${image_id##*/}
    image_id=${image_id%.json}
    case $image_id in
    '' | *[!0-9a-f]*) image_id=- ;;
    esac
    image_tags=-
    case $image_entry in
    *'"RepoTags":["'*)
        image_tags=${image_entry#*\"RepoTags\":[}
        image_tags=${image_tags%%]*}
        ;;
    esac
    while [ -n "$image_tags" ]; do
        image_tag=${image_tags%%,*}
        image_tags=${image_tags#"$image_tag"}
        image_tags=${image_tags#,}
        image_tag=${image_tag#\"}
        image_tag=${image_tag%\"}
        case $image_tag in
        -*?) fail IMAGE_DAMAGED "$image_file names an image '$image_tag'" ;;
        esac
        printf '%s\n' "$image_id $image_tag $image_file" >>"$images_known.new"
    done
}

# Docker by itself does not read every packing in every version.
image_stream() (
    exec <"$release/$1" || exit
    case $1 in
    *.zst) exec zstd -dcq ;;
    *gz) exec gzip -dc ;;
    *) exec cat ;;
    esac
)

# A later release may have moved the tag to another image.
images_has() {
    image_found=
    [ "$image_tag" = - ] || image_found=$(docker image inspect --format '{{.Id}}' "$image_tag" 2>/dev/null)
    if [ "$image_id" = - ]; then
        [ -n "$image_found" ]
    elif [ "$image_found" != "sha256:$image_id" ]; then
        docker image inspect --format '{{.Id}}' "sha256:$image_id" >/dev/null 2>&1 || return 1
        [ "$image_tag" = - ] || docker tag "sha256:$image_id" "$image_tag"
    fi
}

image_load() {
    image_total=$(stat -c %s "$release/$image_file")
    phase containers "loading $image_file"
    [ -p "$RUN/image.pipe" ] || mkfifo "$RUN/image.pipe"
    docker load -q <"$RUN/image.pipe" >"$LOGS/images.log" 2>&1 &
    image_loader=$!
    image_stream "$image_file" >"$RUN/image.pipe" 2>>"$LOGS/images.log" &
    image_reader=$!
    while kill -0 "$image_loader" 2>/dev/null; do
        sleep "$POLL"
        image_position=$ROOT/proc/$image_reader/fdinfo/0
        if [ -r "$image_position" ] && read -r _ image_done <"$image_position" 2>/dev/null; then
            progress "$image_done" "$image_total"
        fi
    done
    wait "$image_loader" && wait "$image_reader" || {
        ! grep -q 'no space left' "$LOGS/images.log" ||
            fail NO_SPACE "the disk became full while $image_file was loaded; give the node a larger disk" "$LOGS/images.log"
        fail IMAGE_DAMAGED "docker cannot load $image_file" "$LOGS/images.log"
    }
    progress 0 0
    # Some versions of docker number images in another way: what it says now is what to look for at the next boot.
    if [ "$image_tag" != - ] && ! images_has; then
        image_found=$(docker image inspect --format '{{.Id}}' "$image_tag" 2>/dev/null) ||
            fail IMAGE_DAMAGED "$image_file was loaded, but there is no image '$image_tag' now" "$LOGS/images.log"
        sed -i "s|^$image_id $image_tag |${image_found#sha256:} $image_tag |" "$images_known"
    fi
}

# Images of a release that is gone go with it, unless another one has them too.
images_forget() {
    for images_of in "$IMAGES"/*; do
        images_release=${images_of##*/}
        images_release=${images_release%%.*}
        [ -e "$images_of" ] && [ ! -d "$RELEASES/$images_release" ] || continue
        case $images_of in
        *.*) ;;
        *)
            while read -r image_id image_tag _; do
                [ "$image_tag" != - ] || image_tag=sha256:$image_id
                image_needed=
                for images_other in "$IMAGES"/*; do
                    [ "$images_other" = "$images_of" ] || ! grep -qF -e "$image_id $image_tag " "$images_other" || image_needed=yes
                done
                [ -n "$image_needed" ] || docker image rm "$image_tag" >>"$LOGS/images.log" 2>&1
            done <"$images_of"
            ;;
        esac
        rm -f "$images_of"
    done
}
