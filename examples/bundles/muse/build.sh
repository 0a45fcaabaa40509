#!/bin/bash
# Makes the bundle muse: AGI-core/ as it stands here, plus llama.cpp's server (from Debian's packages, with its own loader
# and libraries, so that it runs on any x86-64 Linux) and the model.
#
#   build.sh [DIR]      makes DIR/AGI-core; without DIR in the cache, once. Prints the path of AGI-core. No root needed.
#
# Environment: MIRROR (a Debian mirror, needed where apt has none), SUITE (sid: the one that carries llama.cpp).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
suite=${SUITE:-sid}
say() { printf '%s\n' "$*" >&2; }
die() { say "bundle muse: $*"; exit 1; }

key=$( (cd "$here" && find . -type f ! -name '*.md' ! -name check.py ! -name '*.pyc' -print0 | sort -z | xargs -0 sha256sum
        echo "$suite") | sha256sum | cut -c1-12)
target=${1:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/vivarium/bundles/muse-$key}
mkdir -p "$(dirname "$target")"
target=$(realpath -m "$target")
if [ $# -eq 0 ] && [ -e "$target/AGI-core/bundle.yaml" ]; then echo "$target/AGI-core"; exit 0; fi
exec 9>"$target.lock"
flock 9
if [ $# -eq 0 ] && [ -e "$target/AGI-core/bundle.yaml" ]; then echo "$target/AGI-core"; exit 0; fi

say "building the bundle muse (a few seconds; once, it is cached)"
command -v python3 >/dev/null || die "needs python3"
[ "$(uname -m)" = x86_64 ] || die "its model server is built for x86-64, and this machine is $(uname -m)"
work=$(mktemp -d "$target.XXXXXX")
trap 'rm -rf "$work"' EXIT
umask 022

# ---- packages --------------------------------------------------------------------------------------------------------------
apt=$work/apt
"$here/../../../it/debian-packages.sh" "$suite" "$apt" llama.cpp-tools || die "its packages could not be fetched"

# ---- the server: everything in one directory, where it finds its CPU code beside the running loader -------------------------
system=$apt/root/usr/lib/x86_64-linux-gnu
bundle=$work/AGI-core
cp -R "$here/AGI-core" "$bundle"
mkdir -p "$bundle"/{models,memory,logs,docker} "$bundle/boot/llama/lib" "$bundle/boot/llama/licenses"
lib=$bundle/boot/llama/lib
# The plain x86-64 code: on emulated CPUs it is faster than AVX, and this model is small everywhere.
cp -L "$apt/root/usr/bin/llama-server" "$system"/ggml/backends*/libggml-cpu-x64.so "$system/ld-linux-x86-64.so.2" "$lib/"
for program in "$lib/llama-server" "$lib/libggml-cpu-x64.so"; do
  "$lib/ld-linux-x86-64.so.2" --library-path "$system:$system/llama" --list "$program" >"$work/log" 2>&1 ||
    { cat "$work/log" >&2; die "$program lacks a library"; }
  awk '$2 == "=>" { print $3 }' "$work/log" | while read -r file; do
    case $file in "$system"/*) cp -L "$file" "$lib/" ;; "$lib"/*) ;; *) die "a library of this machine got in: $file" ;; esac
  done
done
for copyright in "$apt"/root/usr/share/doc/*/copyright; do
  package=$(basename "$(dirname "$copyright")")
  for file in "$apt/archives/$package"_*.deb; do
    [ ! -e "$file" ] || cp -L "$copyright" "$bundle/boot/llama/licenses/$package"
  done
done
(cd "$apt/archives" && ls ./*.deb) | sed 's,^\./,,; s/%3a/:/; s/_[a-z0-9]*\.deb$//' >"$bundle/boot/llama/PACKAGES"
cat >"$bundle/boot/llama/llama-server" <<'RUN'
#!/bin/sh
lib=$(dirname "$(readlink -f "$0")")/lib
exec "$lib/ld-linux-x86-64.so.2" --argv0 llama-server --library-path "$lib" "$lib/llama-server" "$@"
RUN
PYTHONDONTWRITEBYTECODE=1 python3 "$here/make_model.py" "$bundle/models/muse.gguf"

# ---- the same packages and files give the same bytes, modes and times -------------------------------------------------------
find "$bundle" -type d -exec chmod 755 {} +
find "$bundle" -type f -exec chmod 644 {} +
chmod 755 "$bundle/boot/init.sh" "$bundle/boot/llama/llama-server" "$lib/llama-server" "$lib/ld-linux-x86-64.so.2"
find "$bundle" -depth -exec touch -h -d @0 {} +
mkdir -p "$target"
rm -rf "$target/AGI-core"
mv "$bundle" "$target/AGI-core"
echo "$target/AGI-core"
