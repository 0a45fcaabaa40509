#!/bin/sh
# Run once per release: the account that muse runs as, which may write its state and nothing else.
set -eu
state=${VIVARIUM_STATE_DIR:-/var/lib/vivarium/state}
id muse >/dev/null 2>&1 || useradd --system --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin muse
mkdir -p "$state/memory" "$state/logs"
chown -R muse: "$state/memory" "$state/logs"
