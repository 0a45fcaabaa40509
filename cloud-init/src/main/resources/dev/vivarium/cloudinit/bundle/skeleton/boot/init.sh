#!/bin/sh
# Run once per release, as root, before the services: the account that the agent runs as, and what it may write to.
set -eu
state=${VIVARIUM_STATE_DIR:-/var/lib/vivarium/state}
id agent >/dev/null 2>&1 || useradd --system --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin agent
mkdir -p "$state/memory" "$state/logs"
chown -R agent: "$state/memory" "$state/logs"
