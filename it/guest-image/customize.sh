#!/bin/sh
# Runs on the guest's file tree when its packages are in: takes away what belongs to one machine, and what a node that
# boots often does not want.   customize.sh ROOT
set -eu
root=$1
rm -f "$root"/etc/ssh/ssh_host_* "$root"/etc/hostname "$root"/etc/apt/apt.conf.d/99mmdebstrap
: >"$root/etc/machine-id"
printf 'LABEL=root / ext4 defaults,discard 0 0\n' >"$root/etc/fstab"
printf 'LANG=C.UTF-8\n' >"$root/etc/default/locale"
chroot "$root" passwd -q -l root
for unit in apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service \
            systemd-binfmt.service cloud-config.service; do
  ln -sf /dev/null "$root/etc/systemd/system/$unit"
done
rm -rf "$root"/var/cache/apt/*.bin "$root"/var/log/*.log "$root"/var/log/apt
