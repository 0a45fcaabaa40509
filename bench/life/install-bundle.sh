#!/bin/sh
# The guest's half of the hand-made way: checks and unpacks the bundle, starts its units.
set -eu
mkdir -p /run/bundle /opt/vivarium/releases/1 /var/lib/vivarium/state/memory /var/lib/vivarium/state/logs
mount -o ro LABEL=BUNDLE /run/bundle
(cd /run/bundle && sha256sum -c --quiet bundle.sha256)
zstd -dcq /run/bundle/bundle.tar.zst | tar -x -f - -C /opt/vivarium/releases/1
umount /run/bundle
for state in memory logs; do ln -s /var/lib/vivarium/state/$state /opt/vivarium/releases/1/$state; done
ln -sfn releases/1 /opt/vivarium/current
sync -f /opt/vivarium
sh /opt/vivarium/current/boot/init.sh
for unit in muse-model muse-agent; do
  cp /opt/vivarium/current/boot/$unit.service /etc/systemd/system/
  mkdir -p /etc/systemd/system/$unit.service.d
  printf '[Service]\nEnvironment=VIVARIUM_NODE_NAME=bench VIVARIUM_STATE_DIR=/var/lib/vivarium/state\n' >/etc/systemd/system/$unit.service.d/10-node.conf
done
systemctl daemon-reload
systemctl start --no-block muse-model muse-agent
