package dev.vivarium.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.ResourceLimits;
import dev.vivarium.core.model.ResourceUsage;
import dev.vivarium.core.model.Support;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.Limits;
import dev.vivarium.core.spi.StopMode;
import dev.vivarium.testkit.contract.Cuts.Attempt;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Rules R100 to R109: limits on machines that run, and what machines take of their host. */
public abstract class LimitsContract extends Contract {
    private static final ResourceLimits ONE_CPU = new ResourceLimits(Optional.of(1.0), Optional.empty());
    private static final ResourceLimits LITTLE_MEMORY = new ResourceLimits(Optional.empty(), Optional.of(64L));

    @Test
    @Proves(Rule.R100)
    protected void limitsAreThereWhereOneIsSupported() {
        boolean any = supports(Capability.LIMIT_CPU).isYes()
                || supports(Capability.LIMIT_MEMORY).isYes();
        assertThat(hypervisor().limits().isPresent()).isEqualTo(any);
        assertThat(hypervisor().usage().isPresent())
                .isEqualTo(supports(Capability.USAGE).isYes());
    }

    @Test
    @Proves(Rule.R101)
    protected void limitsHoldUntilTheyAreCleared() {
        Machine machine = started();
        assertThat(limits().current(machine)).isEmpty();
        Limits.Applied applied = limits().apply(machine, ONE_CPU, work());
        assertThat(applied.limits()).isEqualTo(ONE_CPU);
        assertThat(applied.how()).isNotBlank();
        assertThat(now(machine).power()).isEqualTo(Power.RUNNING);
        try (Hypervisor next = here().reconnect()) {
            assertThat(next.limits().orElseThrow().current(machine)).contains(applied);
            next.limits().orElseThrow().clear(machine, work());
        }
        assertThat(limits().current(machine)).isEmpty();
        limits().clear(machine, work());
        assertThat(now(machine).power()).isEqualTo(Power.RUNNING);
    }

    @Test
    @Proves(Rule.R102)
    protected void stopEndsAllLimits() {
        Machine machine = started();
        limits().apply(machine, ONE_CPU, work());
        Machine stopped = hypervisor().stop(machine, StopMode.FORCED, work());
        assertThat(limits().current(stopped)).isEmpty();
        assertRefused(Kind.CONFLICT, () -> limits().apply(stopped, ONE_CPU, work()));
        hypervisor().start(stopped, work());
        assertThat(limits().current(machine)).isEmpty();
        hypervisor().stop(machine, StopMode.FORCED, work());
        limits().clear(machine, work());
    }

    @Test
    @Proves(Rule.R103)
    protected void deniedLimitIsRefusedWithTheReason() {
        Assumptions.assumeTrue(hypervisor().limits().isPresent(), "no limits at all: R100");
        Machine machine = started();
        refused(Capability.LIMIT_CPU, machine, ONE_CPU);
        refused(Capability.LIMIT_MEMORY, machine, LITTLE_MEMORY);
        assertThat(limits().current(machine)).isEmpty();
    }

    private void refused(Capability capability, Machine machine, ResourceLimits limits) {
        if (supports(capability) instanceof Support.No no) {
            VivariumException e = failure(() -> limits().apply(machine, limits, work()));
            assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
            assertThat(e.message()).contains(no.reason());
        }
    }

    @Test
    @Proves(Rule.R104)
    protected void memoryLimitHoldsOrTheGuestRefusesIt() {
        Machine machine = started();
        try {
            limits().apply(machine, LITTLE_MEMORY, work());
            assertThat(limits().current(machine)).isPresent();
        } catch (VivariumException e) {
            assertThat(e.code()).isEqualTo("limits.memory.refused");
            assertThat(limits().current(machine)).isEmpty();
        }
        limits().clear(machine, work());
        assertThat(now(machine).power()).isEqualTo(Power.RUNNING);
    }

    @Test
    @Proves(Rule.R105)
    protected void limitCutAnywhereIsClearedByTheNext() {
        Machine machine = started();
        Cuts.of(here())
                .each(() -> new Attempt(
                        (hypervisor, work) -> hypervisor.limits().orElseThrow().apply(machine, ONE_CPU, work), next -> {
                            limits().clear(machine, next);
                            assertThat(limits().current(machine)).isEmpty();
                        }));
    }

    @Test
    @Proves(Rule.R106)
    protected void usageIsToldOfMachinesThatRunAndThatAreOff() {
        Machine machine = create(here().spec());
        ResourceUsage off = hypervisor().usage().orElseThrow().of(machine);
        assertThat(List.of(off.cpuLoad(), off.residentBytes(), off.uptime())).allMatch(Optional::isEmpty);
        hypervisor().start(machine, work());
        ResourceUsage on = hypervisor().usage().orElseThrow().of(machine);
        assertThat(on.uptime().isPresent()
                        || on.cpuTime().isPresent()
                        || on.residentBytes().isPresent())
                .as("something is known of a machine that runs")
                .isTrue();
        on.cpuLoad().ifPresent(load -> assertThat(load).isNotNegative());
        on.diskVirtualBytes().ifPresent(size -> assertThat(size).isPositive());
        hypervisor().delete(machine, work());
        assertRefused(Kind.NOT_FOUND, () -> hypervisor().usage().orElseThrow().of(machine));
    }

    private Machine started() {
        return hypervisor().start(create(here().spec()), work());
    }

    private Limits limits() {
        return hypervisor().limits().orElseThrow();
    }

    private Support supports(Capability capability) {
        return hypervisor().supports(capability, here().spec());
    }
}
