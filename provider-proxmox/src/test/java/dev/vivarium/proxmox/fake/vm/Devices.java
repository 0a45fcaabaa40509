package dev.vivarium.proxmox.fake.vm;

import dev.vivarium.proxmox.fake.cluster.Cluster;
import dev.vivarium.proxmox.fake.cluster.Drive;
import dev.vivarium.proxmox.fake.cluster.Sizes;
import dev.vivarium.proxmox.fake.cluster.Storage;
import dev.vivarium.proxmox.fake.cluster.Vm;
import dev.vivarium.proxmox.fake.cluster.Volume;
import dev.vivarium.proxmox.fake.http.Refusal;
import dev.vivarium.proxmox.fake.task.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/** Drives and cards: made from what a request wishes. */
public final class Devices {
    private static final String QCOW2 =
            " cluster_size=65536 extended_l2=off preallocation=metadata compression_type=zlib size=%d lazy_refcounts=off"
                    + " refcount_bits=16";
    private static final int QCOW2_MAGIC = 0x514649fb;

    private final Cluster cluster;

    Devices(Cluster cluster) {
        this.cluster = cluster;
    }

    /** The first disk that could be booted from. */
    static Optional<String> firstDisk(Map<String, String> config) {
        for (String bus : List.of("ide", "scsi", "virtio", "sata")) {
            Optional<String> first = config.keySet().stream()
                    .filter(key -> key.matches(bus + "[0-9]+"))
                    .filter(key -> !Drive.parse(config.getOrDefault(key, "")).isCdrom())
                    .min((a, b) -> Integer.compare(number(a), number(b)));
            if (first.isPresent()) {
                return first;
            }
        }
        return Optional.empty();
    }

    private static int number(String key) {
        return Integer.parseInt(key.replaceAll("[^0-9]", ""));
    }

    /** The order that a new machine gets. */
    static String bootOrder(Map<String, String> config) {
        List<String> order = new ArrayList<>(firstDisk(config).stream().toList());
        config.keySet().stream()
                .filter(key -> Drive.isKey(key)
                        && Drive.parse(config.getOrDefault(key, "")).isCdrom())
                .findFirst()
                .ifPresent(order::add);
        config.keySet().stream()
                .filter(key -> key.matches("net[0-9]+"))
                .findFirst()
                .ifPresent(order::add);
        return order.isEmpty() ? " " : "order=" + String.join(";", order);
    }

    /** A card's line, with an address if it had none. */
    static String card(String line) {
        String model = line.split("[,=]", -1)[0];
        boolean named = line.startsWith(model + "=") || line.contains("macaddr=");
        byte[] tail = new byte[3];
        ThreadLocalRandom.current().nextBytes(tail);
        String mac = String.format("BC:24:11:%02X:%02X:%02X", tail[0], tail[1], tail[2]);
        return named ? line : model + "=" + mac + line.substring(model.length());
    }

    /** Makes or finds the volumes of these drives, in the order of their names. What it made it adds to the list. */
    Map<String, String> drives(Vm vm, Map<String, String> wished, Task task, List<Volume> made) {
        Map<String, String> lines = new TreeMap<>();
        new TreeMap<>(wished).forEach((key, value) -> lines.put(key, drive(vm, key, Drive.parse(value), task, made)));
        return lines;
    }

    private String drive(Vm vm, String key, Drive wish, Task task, List<Volume> made) {
        if (wish.file().equals("none") || wish.file().equals("cdrom")) {
            return wish.of(wish.file(), Optional.empty());
        } else if (wish.isVolume()) {
            return existing(vm, wish);
        }
        Storage storage = cluster.storage(vm.node(), wish.storage());
        String line;
        if (wish.rest().equals("cloudinit")) {
            Volume volume = make(storage, vm.id(), "cloudinit", cloudInitFormat(storage), 4 << 20, task);
            made.add(volume);
            line = wish.of(volume.id(), Optional.empty());
            line = line.contains("media=cdrom") ? line : line + ",media=cdrom";
        } else if (wish.option("import-from").isPresent()) {
            Volume volume = imported(vm, key, wish, storage, task);
            made.add(volume);
            line = wish.of(volume.id(), Optional.of(volume.size()));
        } else {
            Volume volume = make(storage, vm.id(), "disk", format(storage, wish), size(key, wish), task);
            made.add(volume);
            if (key.equals("efidisk0")) {
                task.log("transferred 0.0 B of 528.0 KiB (0.00%)");
                task.log("transferred 528.0 KiB of 528.0 KiB (100.00%)");
            }
            line = wish.of(volume.id(), Optional.of(volume.size()));
        }
        task.log(key + ": successfully created disk '" + line + "'");
        return line;
    }

    private static String cloudInitFormat(Storage storage) {
        return storage.isDirectory() ? "qcow2" : "raw";
    }

    private static String format(Storage storage, Drive wish) {
        String format = wish.option("format").orElse(storage.defaultFormat());
        if (!storage.isDirectory() && !format.equals("raw")) {
            throw Refusal.of("unsupported format '" + format + "'");
        }
        return format;
    }

    private static long size(String key, Drive wish) {
        return switch (key) {
            case "efidisk0" -> 540672;
            case "tpmstate0" -> 4 << 20;
            default -> (long) (Double.parseDouble(wish.rest()) * (1L << 30));
        };
    }

    private String existing(Vm vm, Drive wish) {
        Volume volume = cluster.volume(vm.node(), wish.file())
                .orElseThrow(() -> Refusal.of("volume '" + wish.file() + "' does not exist"));
        long size = volume.content().equals("iso") ? (volume.size() + 511) / 512 * 512 : volume.size();
        return wish.of(volume.id(), Optional.of(size));
    }

    private Volume imported(Vm vm, String key, Drive wish, Storage storage, Task task) {
        String source = wish.option("import-from").orElseThrow();
        Volume from = cluster.volume(vm.node(), source).orElseThrow(() -> missing(vm, source, task));
        long size = from.file().map(Devices::virtualSize).orElse(from.size());
        task.log("create full clone of drive " + (from.content().equals("import") ? "" : key + " ") + "(" + source
                + ")");
        return copy(storage, vm.id(), format(storage, wish), size, task);
    }

    private Refusal missing(Vm vm, String source, Task task) {
        int colon = source.indexOf(':');
        Storage storage = cluster.storage(vm.node(), source.substring(0, colon));
        String rest = source.substring(colon + 1);
        String problem =
                "failed to stat '" + storage.path() + (rest.startsWith("import/") ? "/" : "/images/") + rest + "'";
        if (rest.startsWith("import/")) {
            return Refusal.of(problem);
        }
        task.log(problem);
        return Refusal.of("cannot import from '" + source + "' - could not get size of " + source);
    }

    /** Copies a disk: a new volume of this size. */
    Volume copy(Storage storage, int vmid, String format, long size, Task task) {
        Volume volume = make(storage, vmid, "disk", format, size, task);
        task.log("allocated target volume '" + volume.id() + "'");
        task.log("transferred 0.0 B of " + Sizes.human(size) + " (0.00%)");
        cluster.tasks().work(task);
        task.log("transferred " + Sizes.human(size) + " of " + Sizes.human(size) + " (100.00%)");
        return volume;
    }

    /** Makes a volume. */
    Volume make(Storage storage, int vmid, String kind, String format, long size, Task task) {
        synchronized (cluster) {
            if (!storage.contents().contains("images")) {
                throw Refusal.of("storage '" + storage.id() + "' does not support content-type 'images'");
            }
            Volume volume = storage.allocate(vmid, kind, format, size, Optional.empty());
            if (storage.isDirectory()) {
                task.log("Formatting '" + volume.path() + "', fmt=" + format
                        + (format.equals("qcow2")
                                ? String.format(QCOW2, size)
                                : " size=" + size + " preallocation=off"));
            }
            return volume;
        }
    }

    /** How large the disk in an image is. */
    private static long virtualSize(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer head = ByteBuffer.allocate(32);
            channel.read(head, 0);
            return head.getInt(0) == QCOW2_MAGIC ? head.getLong(24) : channel.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a file is a qcow2 image. */
    public static boolean isQcow2(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer head = ByteBuffer.allocate(4);
            channel.read(head, 0);
            return head.getInt(0) == QCOW2_MAGIC;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
