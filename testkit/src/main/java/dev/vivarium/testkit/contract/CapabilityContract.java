package dev.vivarium.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Gpu;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.NetworkMode;
import dev.vivarium.core.model.PortForward;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.Snapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.Support;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Gpus;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Rules R70 to R79: what a provider denies is refused with the reason that it gives. */
public abstract class CapabilityContract extends Contract {
    private static final Map<SnapshotKind, Capability> KINDS = new EnumMap<>(Map.of(
            SnapshotKind.LIVE, Capability.SNAPSHOT_LIVE,
            SnapshotKind.FROZEN, Capability.SNAPSHOT_FROZEN,
            SnapshotKind.STOPPED, Capability.SNAPSHOT_STOPPED,
            SnapshotKind.CRASH, Capability.SNAPSHOT_CRASH));

    @Test
    @Proves(Rule.R70)
    protected void everyCapabilityIsAnswered() {
        MachineSpec spec = here().spec();
        for (Capability capability : Capability.values()) {
            Support support = hypervisor().supports(capability, spec);
            assertThat(support.isYes() || !reason(support).isBlank())
                    .as(capability + " is denied without a reason")
                    .isTrue();
            assertThat(hypervisor().supports(capability, spec)).isEqualTo(support);
        }
    }

    @Test
    @Proves(Rule.R71)
    protected void deniedSnapshotKindIsRefused() {
        MachineSpec spec = here().spec();
        List<SnapshotKind> denied = KINDS.keySet().stream()
                .filter(kind -> !supports(capability(kind)))
                .toList();
        if (hypervisor().snapshots().isEmpty()) {
            assertThat(denied).as("without the facet every kind is denied").hasSize(KINDS.size());
            return;
        }
        Machine machine = create(spec);
        for (SnapshotKind kind : denied) {
            if (kind != SnapshotKind.STOPPED) {
                hypervisor().start(machine, work());
            }
            VivariumException e = failure(() -> snapshots().take(machine, SnapshotId.random(), "denied", kind, work()));
            assertSameReason(hypervisor().supports(capability(kind), spec), e);
        }
        assertThat(snapshots().list(machine)).isEmpty();
    }

    @Test
    @Proves(Rule.R72)
    protected void deniedRollbackToOlderIsRefused() {
        Support support = hypervisor().supports(Capability.ROLLBACK_ANY, here().spec());
        Assumptions.assumeFalse(support.isYes(), "any snapshot can be rolled back to: R35");
        Assumptions.assumeTrue(supports(Capability.SNAPSHOT_STOPPED), "no stopped snapshots: R71");
        Machine machine = create(here().spec());
        Snapshot older = take(machine);
        Snapshot newest = take(machine);
        assertSameReason(support, failure(() -> snapshots().rollback(machine, older.id(), work())));
        assertThat(snapshots().list(machine)).containsExactly(older, newest);
        assertThat(snapshots().rollback(machine, newest.id(), work()).power()).isEqualTo(Power.OFF);
    }

    private Snapshot take(Machine machine) {
        return snapshots().take(machine, SnapshotId.random(), "one of two", SnapshotKind.STOPPED, work());
    }

    @Test
    @Proves(Rule.R73)
    protected void consoleIsThereWhereItIsSupported() {
        assertThat(hypervisor().console().isPresent()).isEqualTo(supports(Capability.CONSOLE));
    }

    @Test
    @Proves(Rule.R74)
    protected void specThatNeedsTheDeniedIsRefused() {
        MachineSpec good = here().spec();
        refusedIfDenied(Capability.GPU_PASSTHROUGH, Specs.withGpus(good, 1));
        refusedIfDenied(Capability.TEMPLATE, Specs.with(good, new DiskSource.Template("no-such-шаблон")));
        refusedIfDenied(Capability.ISOLATED_NETWORK, Specs.with(good, NetworkMode.ISOLATED));
    }

    private void refusedIfDenied(Capability capability, MachineSpec spec) {
        Support support = hypervisor().supports(capability, spec);
        if (support.isYes()) {
            return;
        }
        assertThat(hypervisor().preflight(spec))
                .filteredOn(Finding::isError)
                .anySatisfy(finding -> assertThat(finding.message()).contains(reason(support)));
        assertSameReason(support, failure(() -> create(spec)));
        assertThat(here().machinesOnServer(spec)).isZero();
    }

    @Test
    @Proves(Rule.R75)
    protected void everyPortIsPublishedOrNone() {
        MachineSpec spec = here().spec();
        Machine machine = create(spec);
        Set<Integer> expected = new HashSet<>();
        if (supports(Capability.PORT_FORWARD)) {
            expected.addAll(spec.ports());
            expected.add(22);
        }
        assertThat(machine.forwards()).extracting(PortForward::guestPort).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    @Proves(Rule.R76)
    protected void clonesAndGpusAreThereWhereTheyAreSupported() {
        assertThat(hypervisor().cloning().isPresent())
                .isEqualTo(supports(Capability.CLONE_FULL) || supports(Capability.CLONE_LINKED));
        if (supports(Capability.GPU_PASSTHROUGH)) {
            assertThat(hypervisor().gpus()).isPresent();
        }
    }

    @Test
    @Proves(Rule.R77)
    protected void gpusAreToldApartAndSayWhatPreventsTheirUse() {
        List<Gpu> gpus = hypervisor().gpus().map(Gpus::list).orElse(List.of());
        assertThat(gpus).extracting(Gpu::address).doesNotHaveDuplicates();
        assertThat(gpus)
                .allSatisfy(gpu -> assertThat(gpu.findings())
                        .allSatisfy(f -> assertThat(f.message() + f.remedy()).isNotBlank()));
        assertThat(gpus)
                .filteredOn(gpu -> gpu.usedBy().isPresent())
                .extracting(Gpu::usable)
                .doesNotContain(true);
    }

    private boolean supports(Capability capability) {
        return hypervisor().supports(capability, here().spec()).isYes();
    }

    private static Capability capability(SnapshotKind kind) {
        return Objects.requireNonNull(KINDS.get(kind));
    }

    private static void assertSameReason(Support support, VivariumException e) {
        assertThat(e.kind()).as(e.message()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(e.message()).contains(reason(support));
    }
}
