package dev.vivarium.proxmox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.Snapshots;
import dev.vivarium.core.spi.StopMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often the cluster is asked: no more often than the README says. */
class ProxmoxCallsTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([a-z][^|]+) \\| (\\d+) \\|$");

    private final ProxmoxSubject here = new ProxmoxSubject();
    private final Map<String, Integer> counted = new LinkedHashMap<>();

    @AfterEach
    void close() {
        here.close();
    }

    @Test
    void noOperationAsksMoreOftenThanTheReadmeSays(@TempDir Path folder) throws IOException {
        Medium seed = ProxmoxSubject.medium(folder, Medium.SEED_SLOT);
        Medium scrubbed = ProxmoxSubject.medium(folder, Medium.SEED_SLOT);
        Medium layer = ProxmoxSubject.medium(folder, 1);
        Hypervisor hypervisor = here.hypervisor();
        hypervisor.create(here.spec(), here.work());

        MachineSpec spec = here.spec(List.of(seed, layer));
        count("checking what it needs", () -> hypervisor.preflight(spec));
        count(
                "making a machine with a seed and a layer, its image being there",
                () -> hypervisor.create(spec, here.work()));
        Machine machine = hypervisor.find(spec.node()).orElseThrow();
        count("starting it", () -> hypervisor.start(machine, here.work()));
        count("finding it and its address", () -> hypervisor.find(spec.node()));
        count(
                "replacing the seed and emptying the drives",
                () -> hypervisor.media(machine, List.of(scrubbed), here.work()));
        snapshots(machine, SnapshotId.random());
        count("stopping it", () -> hypervisor.stop(machine, StopMode.FORCED, here.work()));
        count("removing it", () -> hypervisor.delete(machine, here.work()));

        assertThat(readme().keySet()).isEqualTo(counted.keySet());
        readme().forEach((what, most) -> assertThat(counted.get(what)).as(what).isLessThanOrEqualTo(most));
    }

    private void snapshots(Machine machine, SnapshotId id) {
        Snapshots snapshots = here.hypervisor().snapshots().orElseThrow();
        count("taking a live snapshot", () -> snapshots.take(machine, id, "before", SnapshotKind.LIVE, here.work()));
        count("listing its snapshots", () -> snapshots.list(machine));
        count("rolling back to it", () -> snapshots.rollback(machine, id, here.work()));
        count("removing the snapshot", () -> snapshots.delete(machine, id, here.work()));
    }

    private void count(String what, Runnable operation) {
        int before = here.fake().requests();
        operation.run();
        counted.put(what, here.fake().requests() - before);
    }

    private static Map<String, Integer> readme() throws IOException {
        Map<String, Integer> rows = new LinkedHashMap<>();
        Matcher row = ROW.matcher(Files.readString(Path.of("README.md")));
        while (row.find()) {
            rows.put(row.group(1), Integer.parseInt(row.group(2)));
        }
        return rows;
    }
}
