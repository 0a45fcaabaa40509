#!/bin/sh
# Prints the Debian mirror that this machine's apt uses, or $MIRROR.   debian-mirror.sh [LABEL]
# LABEL: Debian (the archive itself; its absence is an error) or Debian-Security (may be absent: prints nothing).
set -eu
label=${1:-Debian}
if [ -n "${MIRROR:-}" ]; then
  [ "$label" != Debian ] || echo "$MIRROR"
  exit 0
fi
ask() {
  command -v apt-get >/dev/null || return 0
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' "Label: $label" 'Component: main' |
    head -n 1
}
mirror=$(ask)
if [ -z "$mirror" ] && [ "$label" = Debian ]; then
  apt-get -qq update >/dev/null 2>&1 || true       # a machine that never fetched its package lists, or no right to
  mirror=$(ask)
  if [ -z "$mirror" ]; then
    echo "This machine's apt has no Debian mirror (it is not Debian?). Name one: MIRROR=http://MIRROR-NEAR-YOU/debian (any Debian mirror)" >&2
    exit 1
  fi
fi
[ -z "$mirror" ] || echo "$mirror"
