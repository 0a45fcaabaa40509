#!/bin/bash
# Fetches Debian packages with all that they need, by an apt of its own that knows nothing installed; no root needed.
#   debian-packages.sh SUITE DIR PACKAGE…      DIR/archives/*.deb, and their files below DIR/root
# Environment: MIRROR (a Debian mirror, needed where apt has none).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
suite=$1 dir=$(realpath -m "$2"); shift 2
say() { printf '%s\n' "$*" >&2; }
for tool in apt-get dpkg-deb; do command -v $tool >/dev/null || { say "needs $tool"; exit 1; }; done
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[ -e $keyring ] || { say "needs Debian's keys: apt-get install debian-archive-keyring"; exit 1; }
mirror=$("$here/debian-mirror.sh")

mkdir -p "$dir"/{etc/apt.conf.d,etc/preferences.d,lists/partial,archives/partial,root}
: >"$dir/status"
# A mirror may be days behind; signatures are checked all the same.
echo "deb [arch=amd64 check-valid-until=no signed-by=$keyring] $mirror $suite main" >"$dir/etc/sources.list"
apt-config dump --format '%f "%v";%n' | grep -E '^Acquire::(http|https)::' >"$dir/apt.conf" || true  # the machine's proxy
cat >>"$dir/apt.conf" <<CONF
Dir::Etc "$dir/etc"; Dir::Etc::sourcelist "sources.list"; Dir::Etc::sourceparts "-"; Dir::State "$dir";
Dir::State::lists "$dir/lists"; Dir::State::status "$dir/status"; Dir::Cache "$dir"; Dir::Cache::archives "$dir/archives";
APT::Architecture "amd64"; APT::Architectures "amd64"; APT::Sandbox::User ""; Acquire::Languages "none";
CONF
quietly() { APT_CONFIG=$dir/apt.conf "$@" >"$dir/log" 2>&1 || { cat "$dir/log" >&2; say "$* failed"; exit 1; }; }
quietly apt-get -qq update
quietly apt-get -qq install -y --download-only --no-install-recommends "$@"
for deb in "$dir"/archives/*.deb; do dpkg-deb -x "$deb" "$dir/root"; done
