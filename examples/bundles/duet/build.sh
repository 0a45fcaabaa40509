#!/bin/bash
# Makes the bundle duet: AGI-core/ as it stands here, plus the image of its containers: Debian's static busybox and nothing
# else, written as 'docker save' would write it. Needs neither Docker nor a registry nor root.
#
#   build.sh [DIR]      makes DIR/AGI-core; without DIR in the cache, once. Prints the path of AGI-core.
#
# Environment: MIRROR (a Debian mirror, needed where apt has none), SUITE (bookworm).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
suite=${SUITE:-bookworm}
say() { printf '%s\n' "$*" >&2; }
die() { say "bundle duet: $*"; exit 1; }

key=$( (cd "$here" && find . -type f ! -name '*.md' -print0 | sort -z | xargs -0 sha256sum; echo "$suite") | sha256sum | cut -c1-12)
target=${1:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/vivarium/bundles/duet-$key}
mkdir -p "$(dirname "$target")"
target=$(realpath -m "$target")
exec 9>"$target.lock"
flock 9
if [ $# -eq 0 ] && [ -e "$target/AGI-core/bundle.yaml" ]; then echo "$target/AGI-core"; exit 0; fi
say "building the bundle duet (a few seconds; once, it is cached)"
[ "$(uname -m)" = x86_64 ] || die "its image is built for x86-64, and this machine is $(uname -m)"
work=$(mktemp -d "$target.XXXXXX")
trap 'rm -rf "$work"' EXIT
umask 022

"$here/../../../it/debian-packages.sh" "$suite" "$work/apt" busybox-static || die "busybox could not be fetched"
digest() { sha256sum "$1" | cut -d' ' -f1; }
pack() { tar -C "$2" -cf "$1" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --format=ustar "${@:3}"; }

# ---- the image: one layer, its configuration (whose digest is the image's id), and a list of both ---------------------------
root=$work/root
mkdir -p "$root"/{bin,tmp,memory,usr/share/doc/busybox}
chmod 1777 "$root/tmp"
install -m 755 "$work/apt/root/bin/busybox" "$root/bin/busybox"
cp -L "$work"/apt/root/usr/share/doc/busybox-static/copyright "$root/usr/share/doc/busybox/copyright"
for name in sh httpd wget sleep cat wc; do ln -s busybox "$root/bin/$name"; done
saved=$work/saved
mkdir -p "$saved"
pack "$work/layer.tar" "$root" .
layer=$(digest "$work/layer.tar")
mkdir "$saved/$layer"
mv "$work/layer.tar" "$saved/$layer/layer.tar"
printf '{"architecture":"amd64","os":"linux","created":"1970-01-01T00:00:00Z","config":{"Env":["PATH=/bin"],"Cmd":["sh"]},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]},"history":[{"created":"1970-01-01T00:00:00Z","created_by":"build.sh"}]}' "$layer" >"$work/config.json"
id=$(digest "$work/config.json")
mv "$work/config.json" "$saved/$id.json"
printf '[{"Config":"%s.json","RepoTags":["vivarium/duet:1.0"],"Layers":["%s/layer.tar"]}]' "$id" "$layer" >"$saved/manifest.json"

cp -R "$here/AGI-core" "$work/AGI-core"
pack "$work/AGI-core/docker/duet.tar" "$saved" manifest.json "$id.json" "$layer"
chmod -R u+rwX,go+rX "$work/AGI-core"
chmod 755 "$work"/AGI-core/docker/www/cgi-bin/*
mkdir -p "$target"
rm -rf "$target/AGI-core"
mv "$work/AGI-core" "$target/AGI-core"
echo "$target/AGI-core"
