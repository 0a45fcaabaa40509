package dev.vivarium.proxmox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.Snapshots;
import dev.vivarium.core.spi.StopMode;
import dev.vivarium.proxmox.fake.access.Rights;
import dev.vivarium.testkit.contract.Specs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The role that the README tells to make suffices, and has no privilege that is not needed. */
class ProxmoxRightsTest {
    private static final Pattern ROLE = Pattern.compile("pveum role add Vivarium --privs \"([^\"]+)\"");
    private static final List<String> PATHS =
            List.of("/vms", "/storage/local", "/sdn/zones/localnetwork/vmbr0", "/nodes");

    /** Older releases ask for the one where the played one is content with less; without the other nobody sees how full nodes are. */
    private static final List<String> NOT_SHOWN = List.of("Datastore.Allocate", "Sys.Audit");

    private final ProxmoxSubject here = new ProxmoxSubject();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        here.close();
    }

    @Test
    void theRoleOfTheReadmeSuffices() throws IOException {
        grant(role());
        assertThat(here.hypervisor().preflight(here.spec())).isEmpty();
        live();
        assertThat(here.leftovers()).isEmpty();
        assertThat(here.hypervisor().machines()).isEmpty();
    }

    @Test
    void withoutOneOfItsPrivilegesSomethingIsRefused() throws IOException {
        for (String privilege : role()) {
            if (!NOT_SHOWN.contains(privilege)) {
                grant(role().stream().filter(p -> !p.equals(privilege)).toList());
                assertThatThrownBy(this::live).as(privilege).isInstanceOf(VivariumException.class);
            }
        }
    }

    private void live() {
        Hypervisor hypervisor = here.hypervisor();
        Medium seed = ProxmoxSubject.medium(folder, Medium.SEED_SLOT);
        MachineSpec spec = here.spec(List.of(seed, ProxmoxSubject.medium(folder, 1)));
        Machine machine = hypervisor.start(hypervisor.create(spec, here.work()), here.work());
        hypervisor.media(machine, List.of(ProxmoxSubject.medium(folder, Medium.SEED_SLOT)), here.work());
        Snapshots snapshots = hypervisor.snapshots().orElseThrow();
        SnapshotId id = SnapshotId.random();
        snapshots.take(machine, id, "before", SnapshotKind.LIVE, here.work());
        snapshots.rollback(machine, id, here.work());
        hypervisor.stop(machine, StopMode.FORCED, here.work());
        hypervisor.delete(clone(hypervisor, machine), here.work());
        snapshots.delete(machine, id, here.work());
        hypervisor.delete(machine, here.work());
        assertThat(hypervisor.find(machine.node())).isEmpty();
    }

    private Machine clone(Hypervisor hypervisor, Machine source) {
        DiskSource disk = new DiskSource.CloneOf(source.node(), Optional.empty(), false);
        return hypervisor.cloning().orElseThrow().clone(Specs.with(here.spec(), disk), here.work());
    }

    private void grant(List<String> privileges) {
        Rights rights = Rights.none();
        PATHS.forEach(path -> rights.grant(path, privileges.toArray(String[]::new)));
        here.fake().doorkeeper().token("root@pam!rig", here.fake().secret(), rights);
    }

    private static List<String> role() throws IOException {
        Matcher role = ROLE.matcher(Files.readString(Path.of("README.md")));
        assertThat(role.find()).isTrue();
        return Arrays.asList(role.group(1).split(" "));
    }
}
