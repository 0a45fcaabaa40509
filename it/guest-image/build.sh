#!/bin/bash
# Builds the Debian guest image: a cloud image like the ones that distributions publish, from this machine's own package
# mirror, chosen to boot fast on emulated CPUs. See README.md for what is in it and why.
#
#   build.sh [--with docker] [--root] [OUT.qcow2]
#
# --with docker: the variant that runs containers; docker, docker-compose, and apparmor, without which none starts.
# Without OUT the image lives in the cache, under a name that changes with this directory's files, and is built once.
# stdout: the image's path; with --root then the path of its file tree (for `chroot`, to ask the guest's own tools).
# stderr: progress. Beside the image: OUT.vmlinuz and OUT.initrd, for a hypervisor that boots kernels directly.
#
# Environment: MIRROR (a Debian mirror, needed where apt has none), SUITE (bookworm), KERNEL (linux-image-cloud-amd64),
# PACKAGES (more packages, comma separated), SIZE (MiB of the virtual disk; the guest grows its root to what it gets).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
suite=${SUITE:-bookworm} kernel=${KERNEL:-linux-image-cloud-amd64} size=${SIZE:-3072}

say() { printf '%s\n' "$*" >&2; }
die() { say "guest image: $*"; exit 1; }

want_root= variant=
usage() { die "usage: build.sh [--with docker] [--root] [OUT.qcow2]"; }
while :; do
  case ${1:-} in
    --root) want_root=1; shift ;;
    --with) [ "${2:-}" = docker ] || usage; variant=docker; shift 2 ;;
    -*) usage ;;
    *) break ;;
  esac
done
[ "$(uname -m)" = x86_64 ] || die "the guest is built for x86-64, and this machine is $(uname -m)"
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null || die "needs root (to make files that belong to root); run it as root, or install sudo"
  exec sudo --preserve-env=HOME,XDG_CACHE_HOME,MIRROR,SUITE,KERNEL,PACKAGES,SIZE,http_proxy,https_proxy \
    "$here/build.sh" ${variant:+--with "$variant"} ${want_root:+--root} "$@"
fi
[ -z "$variant" ] || PACKAGES=${PACKAGES:+$PACKAGES,}docker.io,docker-compose,apparmor
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 PATH="$PATH:/usr/sbin:/sbin"

# ---- where to ----------------------------------------------------------------------------------------------------------
key=$( (cd "$here" && find . -type f ! -name '*.md' -print0 | sort -z | xargs -0 sha256sum
        echo "$suite $kernel ${PACKAGES:-} $size") | sha256sum | cut -c1-12)
cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/vivarium/guest
if [ $# -gt 0 ]; then out=$(realpath -m "$1"); else out=$cache/debian-$suite${variant:+-$variant}-$key.qcow2; fi
[ "${out%.qcow2}" != "$out" ] || die "the image's name must end in .qcow2: $out"
mkdir -p "$(dirname "$out")"
exec 9>"$out.lock"
flock -n 9 || { say "another process is building this image; waiting for it"; flock 9; }

# ---- tools and packages ------------------------------------------------------------------------------------------------
install_tools() {
  local missing=() pair
  for pair in mmdebstrap:mmdebstrap qemu-img:qemu-utils mkfs.ext4:e2fsprogs debugfs:e2fsprogs sfdisk:fdisk \
              grub-mkimage:grub-common zstd:zstd; do
    command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
  done
  [ -e /usr/lib/grub/i386-pc/boot.img ] || missing+=(grub-pc-bin)
  [ -e /usr/share/keyrings/debian-archive-keyring.gpg ] || missing+=(debian-archive-keyring)
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || die "needs the tools of these Debian packages: ${missing[*]}"
  say "installing to build the guest: ${missing[*]}"
  apt-get -qq install -y --no-install-recommends "${missing[@]}" >"$work/apt.log" 2>&1 ||
    { apt-get -qq update >"$work/apt.log" 2>&1 &&
      apt-get -qq install -y --no-install-recommends "${missing[@]}" >>"$work/apt.log" 2>&1; } ||
    { cat "$work/apt.log" >&2; die "could not install them; try: apt-get install ${missing[*]}"; }
}

package_sources() {
  local main security
  main=$("$here/../debian-mirror.sh")
  security=$("$here/../debian-mirror.sh" Debian-Security)
  echo "deb $main $suite main"
  # A mirror that copies another may be days behind, which is no reason to leave its security fixes out.
  [ -z "$security" ] || echo "deb [check-valid-until=no] $security $suite-security main"
}

# ---- the file tree -----------------------------------------------------------------------------------------------------
make_tree() {
  local packages=$kernel,systemd-sysv,udev,dbus,ifupdown,isc-dhcp-client,iproute2,cloud-init,cloud-guest-utils
  packages+=,openssh-server,sudo,zstd,ca-certificates,qemu-guest-agent,util-linux-extra,libnss-myhostname,procps,less
  package_sources >"$work/sources"
  mmdebstrap --quiet --variant=minbase --include="$packages${PACKAGES:+,$PACKAGES}" \
    --essential-hook="copy-in '$here/files/etc' '$here/files/boot' /" \
    --customize-hook="sh '$here/customize.sh' \"\$1\"" \
    "$suite" "$work/root" - <"$work/sources" >"$work/mmdebstrap.log" 2>&1 ||
    { tail -n 30 "$work/mmdebstrap.log" >&2; die "mmdebstrap failed, see above"; }
}

# ---- the disk ----------------------------------------------------------------------------------------------------------
# One partition at 1 MiB, the last one, so that cloud-init can grow it; GRUB's core image lies in the gap before it.
make_disk() {
  # All inode tables are written now: otherwise the guest's kernel does it while the node starts.
  truncate -s $((size - 1))M "$work/part.raw"
  mkfs.ext4 -q -L root -E lazy_itable_init=0,lazy_journal_init=0 -d "$work/root" "$work/part.raw"
  truncate -s "${size}M" "$work/disk.raw"
  printf 'label: dos\nstart=2048, type=83, bootable\n' | sfdisk -q "$work/disk.raw"
  grub-mkimage -O i386-pc -p '(hd0,msdos1)/boot/grub' -o "$work/core.img" \
    biosdisk part_msdos ext2 linux normal test smbios serial terminal
  [ "$(stat -c %s "$work/core.img")" -lt $((2047 * 512)) ] || die "GRUB's core image does not fit before the partition"
  dd if=/usr/lib/grub/i386-pc/boot.img of="$work/disk.raw" bs=440 count=1 conv=notrunc status=none
  dd if="$work/core.img" of="$work/disk.raw" bs=512 seek=1 conv=notrunc status=none
  dd if="$work/part.raw" of="$work/disk.raw" bs=1M seek=1 conv=notrunc,sparse status=none
  rm "$work/part.raw"
  qemu-img convert -O qcow2 "$work/disk.raw" "$work/image.qcow2"
}

build() {
  local started=$SECONDS
  say "building the Debian guest image${variant:+ with $variant} (about a minute; once, it is cached)"
  install_tools
  make_tree
  say "  packages unpacked after $((SECONDS - started)) s; writing the disk"
  make_disk
  cp --reflink=auto "$work"/root/boot/vmlinuz-* "$work/vmlinuz"
  cp --reflink=auto "$work"/root/boot/initrd.img-* "$work/initrd"
  chmod 644 "$work/vmlinuz" "$work/initrd"
  mv "$work/vmlinuz" "${out%.qcow2}.vmlinuz"
  mv "$work/initrd" "${out%.qcow2}.initrd"
  mv "$work/image.qcow2" "$out"                      # last: its presence says that all of it is there
  say "  guest image ready after $((SECONDS - started)) s ($(du -m "$out" | cut -f1) MiB)"
}

# The file tree as the image has it, taken out of the image, so that it is always the same thing.
extract_tree() {
  local tree=${out%.qcow2}.root
  [ -d "$tree" ] || {
    say "taking the guest's file tree out of the image"
    install_tools
    qemu-img convert -O raw "$out" "$work/disk.raw"
    mkdir "$work/tree"
    debugfs -R "rdump / $work/tree" "$work/disk.raw?offset=1048576" >"$work/rdump.log" 2>&1
    [ -x "$work/tree/usr/bin/cloud-init" ] || { cat "$work/rdump.log" >&2; die "the image's file tree is not readable"; }
    mv "$work/tree" "$tree"
  }
  echo "$tree"
}

work=$(mktemp -d -p "$(dirname "$out")" .build.XXXXXX)
trap 'rm -rf "$work"' EXIT
[ -e "$out" ] || build
echo "$out"
[ -z "$want_root" ] || extract_tree
[ -z "${SUDO_UID:-}" ] || chown -R "$SUDO_UID:$SUDO_GID" "$(dirname "$out")"
