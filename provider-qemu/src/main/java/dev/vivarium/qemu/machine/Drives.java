package dev.vivarium.qemu.machine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.spi.MediaCheck;
import dev.vivarium.qemu.api.Patience;
import dev.vivarium.qemu.api.Qmp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is in a machine's read-only drives. */
final class Drives {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Drives() {}

    /** Passes if these media can be in a machine's drives; see {@link MediaCheck#check}. */
    static void check(List<Medium> wanted, int drives) {
        MediaCheck.check(wanted, drives, "qemu.drive", "qemu.medium.missing");
    }

    /** Makes the drives of a running QEMU hold these and nothing else; what is right already is left alone. */
    static void fill(Qmp qmp, QemuProcess process, List<Medium> wanted, int drives) {
        Map<String, JsonNode> present = present(qmp);
        Map<Integer, Medium> bySlot = new HashMap<>();
        wanted.forEach(m -> bySlot.put(m.slot(), m));
        for (int slot = 0; slot < drives; slot++) {
            String drive = CommandLine.drive(slot);
            JsonNode inserted = present.get(drive);
            Medium medium = bySlot.get(slot);
            if (medium == null) {
                if (inserted != null) {
                    empty(qmp, drive);
                }
            } else if (inserted == null || !holds(inserted, medium.file(), process)) {
                insert(qmp, drive, medium.file());
            }
        }
    }

    /**
     * Opens and closes each loaded drive. After a memory snapshot was loaded the guest believes in the medium of that moment,
     * and would read the present one with the other's size.
     */
    static void announce(Qmp qmp, int drives) {
        Map<String, JsonNode> present = present(qmp);
        for (int slot = 0; slot < drives; slot++) {
            String drive = CommandLine.drive(slot);
            if (present.containsKey(drive)) {
                run(qmp, "blockdev-open-tray", Map.of("id", drive, "force", true));
                run(qmp, "blockdev-close-tray", Map.of("id", drive));
            }
        }
    }

    /** These media by slot, file, size and time; empty if the process has one of them not open. */
    static Optional<String> seen(QemuProcess process, List<Medium> media) {
        StringBuilder seen = new StringBuilder();
        try {
            for (Medium medium : media) {
                if (!process.hasOpen(medium.file())) {
                    return Optional.empty();
                }
                BasicFileAttributes file = Files.readAttributes(medium.file(), BasicFileAttributes.class);
                seen.append(medium.slot() + " " + file.fileKey() + " " + file.size() + " " + file.lastModifiedTime()
                        + "\n");
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.of(seen.toString());
    }

    private static Map<String, JsonNode> present(Qmp qmp) {
        Map<String, JsonNode> byDrive = new HashMap<>();
        for (JsonNode device : qmp.execute("query-block", LIMIT)) {
            if (device.has("inserted")) {
                byDrive.put(device.path("qdev").asText(), device.get("inserted"));
            }
        }
        return byDrive;
    }

    /** The name alone is no proof: another file may have taken it, or the same one may have grown. */
    private static boolean holds(JsonNode inserted, Path file, QemuProcess process) {
        try {
            long sectors = (Files.size(file) + 511) / 512 * 512;
            return inserted.path("file").asText().equals(file.toAbsolutePath().toString())
                    && inserted.path("image").path("virtual-size").asLong() == sectors
                    && process.hasOpen(file);
        } catch (IOException e) {
            return false;
        }
    }

    private static void insert(Qmp qmp, String drive, Path file) {
        run(
                qmp,
                "blockdev-change-medium",
                Map.of(
                        "id",
                        drive,
                        "filename",
                        file.toAbsolutePath().toString(),
                        "format",
                        "raw",
                        "read-only-mode",
                        "read-only",
                        "force",
                        true));
    }

    private static void empty(Qmp qmp, String drive) {
        run(qmp, "blockdev-open-tray", Map.of("id", drive, "force", true));
        run(qmp, "blockdev-remove-medium", Map.of("id", drive));
        run(qmp, "blockdev-close-tray", Map.of("id", drive));
    }

    private static void run(Qmp qmp, String command, Map<String, Object> arguments) {
        qmp.execute(command, arguments, Patience.of(LIMIT));
    }
}
