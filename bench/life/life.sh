#!/bin/bash
# One life of a node as somebody would script it without Vivarium: qemu-img, an ISO tool, qemu, ssh, QMP.
#   life.sh DIRECTORY IMAGE.qcow2 MEDIUM.iso ROUNDS
# Sockets have relative names, as theirs must be short. MEDIUM.iso holds muse as bundle.tar.zst with bundle.sha256. Prints "PHASE SECONDS" lines; leaves nothing behind.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
dir=$1 image=$2 medium=$3 rounds=$4
cd "$dir"
iso=(genisoimage -quiet); command -v genisoimage >/dev/null || iso=(xorriso -as mkisofs -quiet)
qmp() { /usr/bin/python3 "$here/qmp.py" qmp.sock "$@"; }
guest() { ssh -F none -i login -p "$port" -o UserKnownHostsFile=known -o StrictHostKeyChecking=yes -o ConnectTimeout=3 \
  -o BatchMode=yes -o LogLevel=ERROR -o ControlPath=ssh -o ControlMaster=auto -o ControlPersist=600 node@127.0.0.1 "$@"; }
hang_up() { ssh -o ControlPath=ssh -O exit -q x 2>/dev/null || true; }
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
timed() { local from=$EPOCHREALTIME what=$1; shift; "$@" >&2; awk -v w="$what" -v a="$from" -v b="$EPOCHREALTIME" 'BEGIN { printf "%s %.3f\n", w, b - a }'; }
# One that ended and waits for its parent to notice, which may take seconds, does not live.
alive() { grep -qs '^State:[[:space:]]*[^ZX[:space:]]' "/proc/$qemu/status"; }
in_time() {
  if ! alive || [ "$SECONDS" -gt 900 ]; then tail -n 5 console.log >&2; echo "no end in sight" >&2; exit 1; fi
  sleep "$1"
}
end() { hang_up; [ -z "${qemu:-}" ] || kill -9 "$qemu" 2>/dev/null || true; }
trap end EXIT

seed() {                      # seed FILE USER-DATA
  mkdir -p "$1.d"
  cp "$2" "$1.d/user-data"
  printf 'instance-id: bench-%s\nlocal-hostname: bench\n' "$mac" >"$1.d/meta-data"
  cat >"$1.d/network-config" <<TEXT
version: 2
ethernets: {eth0: {match: {macaddress: "$mac"}, set-name: eth0, dhcp4: true, dhcp6: false, link-local: []}}
TEXT
  "${iso[@]}" -V CIDATA -J -R -o "$1" "$1.d"
}

user_data() {
  cat <<TEXT
#cloud-config
users:
  - {name: node, shell: /bin/bash, lock_passwd: true, sudo: "ALL=(ALL) NOPASSWD:ALL", ssh_authorized_keys: ["$(cat login.pub)"]}
ssh_pwauth: false
ssh_deletekeys: true
ssh_keys:
  ed25519_private: |
$(sed 's/^/    /' host)
  ed25519_public: "$(cat host.pub)"
manage_etc_hosts: localhost
ssh: {emit_keys_to_console: false}
no_ssh_fingerprints: true
package_update: false
apt: {preserve_sources_list: true}
grub_dpkg: {enabled: false}
write_files:
  - path: /usr/local/bin/install-bundle
    permissions: "0755"
    content: |
$(sed 's/^/      /' "$here/install-bundle.sh")
runcmd:
  - [install-bundle]
TEXT
}

ready() {
  local health
  health=$(curl -fsS -m 20 "http://127.0.0.1:$web/health") && [[ $health == *'"ok"'* ]] &&
    [[ $(curl -fsS -m 120 -d '{"text": "Привет!"}' "http://127.0.0.1:$web/prompt") == *bench* ]] &&
    [[ $(curl -fsS -m 120 -d '{"text": "echo_pulse"}' "http://127.0.0.1:$web/prompt") == *'pulse is steady'* ]]
}

create() {
  ssh-keygen -q -t ed25519 -N '' -C host -f host; ssh-keygen -q -t ed25519 -N '' -C login -f login
  user_data >user-data; seed seed.iso user-data; chmod 600 seed.iso
  qemu-img create -q -f qcow2 -b "$image" -F qcow2 disk.qcow2 4G
  echo "[127.0.0.1]:$port $(cut -d' ' -f1,2 host.pub)" >known
  local drives=() slot
  for slot in 2 3 4; do drives+=(-device "scsi-cd,bus=scsi.0,scsi-id=$slot"); done
  qemu-system-x86_64 -machine q35 "${accel[@]}" -smp 2 -m 1024 -nodefaults -no-user-config -display none -rtc base=utc \
    -pidfile pid -qmp "unix:qmp.sock,server=on,wait=off" -serial file:console.log -daemonize \
    -blockdev driver=qcow2,node-name=disk,discard=unmap,file.driver=file,file.filename=disk.qcow2 \
    -device virtio-blk-pci,drive=disk,bootindex=0 -device virtio-rng-pci -device virtio-scsi-pci,id=scsi \
    -netdev "user,id=net,ipv6=off,hostfwd=tcp:127.0.0.1:$port-:22,hostfwd=tcp:127.0.0.1:$web-:8080" \
    -device "virtio-net-pci,netdev=net,mac=$mac,romfile=" \
    -blockdev driver=raw,node-name=seed,read-only=on,file.driver=file,file.filename=seed.iso \
    -device scsi-cd,bus=scsi.0,scsi-id=0,id=cdseed,drive=seed \
    -blockdev "driver=raw,node-name=bundle,read-only=on,file.driver=file,file.filename=$medium" \
    -device scsi-cd,bus=scsi.0,scsi-id=1,id=cdbundle,drive=bundle "${drives[@]}"
  qemu=$(cat pid)
  until guest true 2>/dev/null; do in_time 0.3; done
  until guest 'cloud-init status' | grep -q 'status: done'; do in_time 0.5; done
  until ready; do in_time 0.5; done
  guest 'systemctl is-active --quiet muse-model muse-agent'
  printf '#cloud-config\n{}\n' >empty
  seed scrubbed.iso empty
  qmp execute blockdev-change-medium "{\"id\": \"cdseed\", \"filename\": \"$dir/scrubbed.iso\", \"format\": \"raw\", \"read-only-mode\": \"retain\", \"force\": true}"
  qmp execute blockdev-open-tray '{"id": "cdbundle", "force": true}'; qmp execute blockdev-remove-medium '{"id": "cdbundle"}'
  rm -rf seed.iso seed.iso.d user-data
}

snapshot() {                  # snapshot TAG
  guest "echo $1 | sudo tee /var/lib/mark >/dev/null; sudo sync /var/lib/mark"
  timed save qmp job snapshot-save "{\"tag\": \"$1\", \"vmstate\": \"disk\", \"devices\": [\"disk\"]}" >>figures
  guest "sudo date -u -s @$EPOCHREALTIME >/dev/null"
}

rollback() {                  # rollback TAG
  guest 'sudo tar -C /var/lib/vivarium/state -cz logs' >kept.tar.gz
  hang_up
  timed load qmp job snapshot-load "{\"tag\": \"$1\", \"vmstate\": \"disk\", \"devices\": [\"disk\"]}" >>figures
  until [ "$(guest "sudo date -u -s @$EPOCHREALTIME >/dev/null; cat /var/lib/mark; systemctl is-active muse-model muse-agent" | xargs)" = "$1 active active" ]; do in_time 0.2; done
  ready
}

destroy() {
  hang_up
  qmp execute quit
  while alive; do sleep 0.02; done
  qemu=
  find . -mindepth 1 ! -name figures -delete
}

if grep -qE '^flags.*\b(vmx|svm)\b' /proc/cpuinfo && [ -w /dev/kvm ]; then accel=(-accel kvm -cpu host)
else accel=(-accel "tcg,thread=multi" -cpu "max,-la57" -smbios "type=1,family=emulated"); fi
mac=52:54:00:0b:e4:c1
port=$(free_port); web=$(free_port)
timed create create
for ((i = 1; i <= rounds; i++)); do
  timed snapshot snapshot "round$i"
  timed rollback rollback "round$i"
done
cat figures
timed destroy destroy
