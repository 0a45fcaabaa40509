package dev.vivarium.qemu.machine;

import dev.vivarium.core.journal.DurableFiles;
import dev.vivarium.core.journal.Json;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.qemu.api.Calls;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a machine lives, and the names of the files in it.
 *
 * @param node whose machine
 * @param path the directory, absolute
 * @param calls what every call to its QEMU goes through
 */
public record MachineDirectory(NodeId node, Path path, Calls calls) {

    /** With nothing between us and its QEMU. */
    MachineDirectory(NodeId node, Path path) {
        this(node, path, Calls.DIRECT);
    }

    /** What was decided, and the ownership mark. */
    Path machineFile() {
        return path.resolve("machine.json");
    }

    /** What is known of the snapshots. */
    public Path snapshotFile() {
        return path.resolve("snapshots.json");
    }

    /** The disk, with the snapshots in it. */
    public Path disk() {
        return path.resolve("disk.qcow2");
    }

    /** The disk while it is being made. */
    Path diskDraft() {
        return path.resolve("disk.qcow2.draft");
    }

    /** What the guest writes to its serial console. */
    public Path console() {
        return path.resolve("console.log");
    }

    /** What QEMU itself writes. */
    Path log() {
        return path.resolve("qemu.log");
    }

    /** QEMU's process id; locked by it while it lives. */
    Path pidFile() {
        return path.resolve("qemu.pid");
    }

    /** The monitor for changes; used under the machine's lock only. */
    Path control() {
        return path.resolve("qmp.sock");
    }

    /** The monitor for looking; each look is short. */
    public Path view() {
        return path.resolve("view.sock");
    }

    /** The guest agent's channel. */
    Path agent() {
        return path.resolve("agent.sock");
    }

    /** Is there while the guest's file systems may be frozen. */
    Path frozenMark() {
        return path.resolve("frozen.json");
    }

    /** The machine file, if the directory has one. */
    public Optional<MachineFile> read() {
        try {
            MachineFile file = Json.read(Files.readString(machineFile()), MachineFile.class);
            if (file.version() > MachineFile.VERSION) {
                throw new VivariumException(
                        Kind.NEEDS_OPERATOR,
                        "qemu.machine.newer",
                        machineFile() + " was written by a newer Vivarium; use that one");
            }
            return Optional.of(file).filter(f -> f.node().equals(node));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw io("read " + machineFile(), e);
        }
    }

    void write(MachineFile file) {
        DurableFiles.replace(machineFile(), Json.write(file));
    }

    /** True if all that {@code create} makes is there. */
    boolean complete() {
        return Files.exists(disk());
    }

    /** Takes away what a dead process left. */
    void forgetProcess() {
        List.of(pidFile(), control(), view(), agent(), frozenMark()).forEach(DurableFiles::delete);
    }

    /**
     * Removes the directory; the mark last, so that a removal that was cut off can be taken up.
     *
     * @param beforeTheMark what is to be done when all but the mark is gone
     */
    void delete(Runnable beforeTheMark) {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> content = Files.walk(path)) {
            content.sorted(Comparator.reverseOrder())
                    .filter(p -> !p.equals(path) && !p.equals(machineFile()))
                    .forEach(DurableFiles::delete);
        } catch (IOException | UncheckedIOException e) {
            throw io("remove " + path, e);
        }
        beforeTheMark.run();
        DurableFiles.delete(machineFile());
        DurableFiles.delete(path);
    }

    /** True for what a cut-off write of the machine file leaves. */
    boolean isDraft(Path file) {
        return String.valueOf(file.getFileName()).startsWith(".machine.json.");
    }

    /** Removes what a call left that was cut off before there was a mark; anything else stays. */
    void deleteIfOnlyDrafts() {
        try (Stream<Path> content = Files.list(path)) {
            List<Path> files = content.toList();
            if (files.stream().allMatch(this::isDraft)) {
                files.forEach(DurableFiles::delete);
                DurableFiles.delete(path);
            }
        } catch (NoSuchFileException e) {
            return; // gone already
        } catch (IOException e) {
            throw io("look into " + path, e);
        }
    }

    /** The end of QEMU's log. */
    String logTail() {
        return tail(log(), 4096);
    }

    /** The last bytes of a file as text; empty if there is none. */
    static String tail(Path file, int maxBytes) {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long size = in.length();
            in.seek(Math.max(0, size - maxBytes));
            byte[] bytes = new byte[(int) Math.min(size, maxBytes)];
            in.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    static VivariumException io(String what, Exception e) {
        return new VivariumException(
                Kind.HYPERVISOR_FAULT, "qemu.io", "cannot " + what + ": " + e.getMessage() + "; see who owns it", e);
    }
}
