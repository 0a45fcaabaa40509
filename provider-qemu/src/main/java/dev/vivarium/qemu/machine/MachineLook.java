package dev.vivarium.qemu.machine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.qemu.api.Patience;
import dev.vivarium.qemu.api.QemuTools;
import dev.vivarium.qemu.api.Qmp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A machine as it is now: what was decided, and what its QEMU says. Takes no lock and changes nothing. */
final class MachineLook {
    private static final Duration TURN = Duration.ofSeconds(2);

    private MachineLook() {}

    static Machine at(MachineFile file, MachineDirectory directory) {
        Map<String, String> details = new TreeMap<>();
        details.put("name", file.name());
        details.put("directory", directory.path().toString());
        if (!directory.complete()) {
            details.put("state", "half-made");
        }
        Power power = power(directory, details);
        return new Machine(file.node(), directory.path().toString(), power, List.of(), file.forwards(), details);
    }

    private static Power power(MachineDirectory directory, Map<String, String> details) {
        Optional<QemuProcess> process = QemuProcess.of(directory);
        if (process.isEmpty()) {
            return Power.OFF;
        }
        details.put("pid", Long.toString(process.get().pid()));
        try (Qmp qmp = Qmp.connect(directory.view(), directory.calls(), Patience.of(TURN))) {
            String status = qmp.execute("query-status", TURN).path("status").asText();
            details.put("status", status);
            problem(status, directory).ifPresent(why -> details.put(Machine.PROBLEM, why));
            return power(status);
        } catch (VivariumException e) {
            // while it saves memory, QEMU answers nobody; one that ended just now is off
            return process.get().isAlive() ? Power.UNKNOWN : Power.OFF;
        }
    }

    /** QEMU pauses a guest whose write finds no space, rather than tell the guest that its disk is broken. */
    static Optional<String> problem(String status, MachineDirectory directory) {
        return status.equals("io-error")
                ? Optional.of(
                        "the machine is paused, as the disk below " + directory.path()
                                + " is full or failed; free some space there, then 'vivarium start' lets it run on, nothing is lost")
                : Optional.empty();
    }

    /** The names of the snapshots in the disk of a QEMU that runs; empty if it does not answer now. */
    static Optional<Set<String>> snapshotNames(MachineDirectory directory) {
        try (Qmp qmp = Qmp.connect(directory.view(), directory.calls(), Patience.of(TURN))) {
            return Optional.of(snapshotNames(qmp, Patience.of(TURN)));
        } catch (VivariumException e) {
            return Optional.empty();
        }
    }

    static Set<String> snapshotNames(Qmp qmp, Patience patience) {
        for (JsonNode node : qmp.execute("query-named-block-nodes", Map.of("flat", true), patience)) {
            if (node.path("node-name").asText().equals("disk")) {
                return QemuTools.snapshotNames(node.path("image"));
            }
        }
        return Set.of();
    }

    /** What QEMU's run state means. */
    static Power power(String status) {
        return switch (status) {
            case "running" -> Power.RUNNING;
            case "shutdown" -> Power.OFF;
            case "internal-error", "guest-panicked" -> Power.UNKNOWN;
            default -> Power.PAUSED;
        };
    }
}
