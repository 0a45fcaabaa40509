#!/bin/sh
# vivarium-node: proves, unpacks and starts this node's bundle, and says how it stands.
#   vivarium-node run      at every boot, by vivarium-node.service; ends only when it is stopped
#   vivarium-node report [SECONDS]   one JSON document about this boot, for the host; waits so long at most for the boot's end
#   vivarium-node stage DIGEST | keep | withdraw     an update: its plan on standard input; it is good; it is not
#   vivarium-node secrets                            takes them from standard input
#   vivarium-node hook quiesce | resume              runs the bundle's script
# POSIX sh with coreutils, util-linux, tar, zstd and systemd. In an emulated guest the start of any program costs a tenth of a
# second and more, an interpreter's costs seconds: what the shell can do by itself, it does.
set -u
umask 022

# Tests run all of this below a directory of their own.
ROOT=${VIVARIUM_ROOT:-}
ETC=$ROOT/etc/vivarium
PLAN=$ETC/plan
UNITS=$ROOT/etc/systemd/system
RUN=$ROOT/run/vivarium
MEDIA=$RUN/media
SHARE=$RUN/share
KEPT=$ROOT/var/lib/vivarium
STATE=$KEPT/state
INCOMING=$KEPT/incoming
IMAGES=$KEPT/images
LOGS=$ROOT/var/log/vivarium
OPT=$ROOT/opt/vivarium
RELEASES=$OPT/releases
CURRENT=$OPT/current

# In seconds.
BEAT=${VIVARIUM_BEAT:-5}
POLL=${VIVARIUM_POLL:-2}
# Looks for a medium, POLL apart.
MEDIA_WAIT=${VIVARIUM_MEDIA_WAIT:-30}
# Between looks at services that are just coming up, and how long they must stay up until they are looked at again.
SOON=${VIVARIUM_SOON:-0.3}
STEADY=${VIVARIUM_STEADY:-1}
# Looks at the services, POLL apart but for the first ones, until they must be up.
SERVICE_LOOKS=${VIVARIUM_SERVICE_LOOKS:-300}

# Tries without a single byte, POLL apart, that make a delivery count as failed.
DELIVERY_TRIES=5
# In seconds: how often containers are looked at when nothing happens.
TICK=${VIVARIUM_TICK:-30}
# How long quiesce and resume may take.
HOOK_LIMIT=${VIVARIUM_HOOK_LIMIT:-60}

# Restarts of a service that make it count as failed.
CRASHES=3
# What must stay free beside the unpacked bundle, in KiB.
SPARE_KIB=65536
NEWLINE='
'
