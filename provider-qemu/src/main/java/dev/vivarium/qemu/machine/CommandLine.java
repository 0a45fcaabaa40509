package dev.vivarium.qemu.machine;

import dev.vivarium.core.journal.Json;
import dev.vivarium.core.model.NetworkMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * QEMU's command line. Of a machine's life it depends on nothing but what was decided at create, as a live snapshot loads
 * only into the same devices at the same addresses; so the drives start empty, and are filled before the processors run.
 *
 * <p>Sockets and console have relative names (QEMU is started in the machine's directory), as a socket's path must be short.
 * It holds no secret: everybody can read it.
 */
final class CommandLine {
    private static final int FIRST_GPU = 0x14;

    private final List<String> arguments = new ArrayList<>();

    private CommandLine() {}

    static List<String> of(
            String binary,
            MachineFile file,
            MachineDirectory directory,
            Accelerator accelerator,
            Optional<Path> firmware,
            List<List<String>> gpus) {
        CommandLine line = new CommandLine();
        line.add("setsid", binary); // a session of its own: it outlives us, and Ctrl-C does not reach it
        line.add("-name", "vivarium-" + file.node(), "-uuid", file.node().toString());
        line.board(file, accelerator, firmware);
        line.add("-pidfile", directory.pidFile().toString());
        line.monitor("control", directory.control());
        line.monitor("view", directory.view());
        line.disk(directory);
        line.network(file);
        line.console(directory);
        line.drives(file.drives());
        if (file.hasBalloon()) {
            line.add("-device", "virtio-balloon-pci,id=balloon,addr=10"); // hexadecimal: the gap is for devices to come
        }
        line.gpus(gpus);
        line.add("-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny");
        line.add("-S");
        return List.copyOf(line.arguments);
    }

    /** The drive's id in QEMU. */
    static String drive(int slot) {
        return "cd" + slot;
    }

    private void board(MachineFile file, Accelerator accelerator, Optional<Path> firmware) {
        add("-machine", file.machineType());
        arguments.addAll(accelerator.arguments());
        add("-smp", Integer.toString(file.cores()), "-m", "size=" + file.memoryMiB() + "M");
        add("-nodefaults", "-no-user-config", "-display", "none", "-rtc", "base=utc", "-msg", "timestamp=on");
        firmware.ifPresent(bios -> add("-bios", bios.toAbsolutePath().toString()));
    }

    private void monitor(String id, Path socket) {
        add("-chardev", "socket,id=" + id + ",path=" + socket.getFileName() + ",server=on,wait=off");
        add("-mon", "chardev=" + id + ",mode=control");
    }

    /**
     * What the guest frees, and blocks of zeros, leave the file: both layers have to be told. The guest sees nothing of it,
     * so snapshots made without it load.
     */
    private void disk(MachineDirectory directory) {
        // JSON, as a path may hold a comma
        add(
                "-blockdev",
                Json.write(Map.<String, Object>of(
                        "driver", "qcow2",
                        "node-name", "disk",
                        "discard", "unmap",
                        "detect-zeroes", "unmap",
                        "file",
                                Map.of(
                                        "driver", "file",
                                        "discard", "unmap",
                                        "filename", directory.disk().toString()))));
        add("-device", "virtio-blk-pci,id=disk0,drive=disk,bootindex=0,addr=3,werror=enospc,rerror=report");
    }

    private void network(MachineFile file) {
        StringBuilder user = new StringBuilder("user,id=net,ipv6=off");
        if (file.network() == NetworkMode.ISOLATED) {
            user.append(",restrict=on");
        }
        file.forwards()
                .forEach(f -> user.append(",hostfwd=tcp:127.0.0.1:")
                        .append(f.endpoint().port())
                        .append("-:")
                        .append(f.guestPort()));
        add("-netdev", user.toString());
        add("-device", "virtio-net-pci,netdev=net,mac=" + file.mac() + ",romfile=,addr=2");
    }

    private void console(MachineDirectory directory) {
        add("-chardev", "file,id=console,path=" + directory.console().getFileName() + ",append=on");
        add("-serial", "chardev:console");
        add("-device", "virtio-rng-pci,addr=4");
        add("-device", "virtio-serial-pci,id=serial,addr=5");
        add("-chardev", "socket,id=agent,path=" + directory.agent().getFileName() + ",server=on,wait=off");
        add("-device", "virtserialport,bus=serial.0,chardev=agent,name=org.qemu.guest_agent.0");
    }

    private void drives(int count) {
        add("-device", "virtio-scsi-pci,id=scsi,addr=6");
        for (int slot = 0; slot < count; slot++) {
            add("-device", "scsi-cd,bus=scsi.0,scsi-id=" + slot + ",id=" + drive(slot));
        }
    }

    /** Each GPU behind a port of its own, with all functions of its slot, as drivers expect them. */
    private void gpus(List<List<String>> gpus) {
        for (int i = 0; i < gpus.size(); i++) {
            String port = "gpu" + i;
            add(
                    "-device",
                    "pcie-root-port,id=" + port + ",chassis=" + (i + 1) + ",addr="
                            + Integer.toHexString(FIRST_GPU + i));
            List<String> functions = gpus.get(i);
            for (int f = 0; f < functions.size(); f++) {
                add(
                        "-device",
                        "vfio-pci,host=" + functions.get(f) + ",bus=" + port + ",addr=00." + f
                                + (f == 0 && functions.size() > 1 ? ",multifunction=on" : ""));
            }
        }
    }

    private void add(String... more) {
        arguments.addAll(List.of(more));
    }
}
