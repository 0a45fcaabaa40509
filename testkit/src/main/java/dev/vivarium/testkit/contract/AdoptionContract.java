package dev.vivarium.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.spi.Adoption;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Rules R110 to R112: machines are taken back by what the hypervisor remembers of them; those of others are not touched. */
public abstract class AdoptionContract extends Contract {

    @Test
    @Proves(Rule.R110)
    protected void machineIsDescribedAsItWasMade() {
        MachineSpec spec = here().spec();
        Machine machine = create(spec);
        Adoption.Description told = adoption().describe(machine);
        assertThat(told.name()).isEqualTo(spec.name());
        assertThat(told.cores()).isEqualTo(spec.cores());
        assertThat(told.memoryMiB()).isEqualTo(spec.memoryMiB());
        assertThat(told.diskMiB()).isEqualTo(spec.diskMiB());
        assertThat(told.network()).isEqualTo(spec.network());
        assertThat(told.mac()).isEqualTo(spec.mac());
        assertThat(told.ports()).containsAll(spec.ports());
        assertThat(told.gpus()).hasSameSizeAs(spec.gpus());
        if (spec.disk() instanceof DiskSource.ImageFile image) {
            assertThat(told.image()).contains(image.file().toAbsolutePath());
        }
    }

    @Test
    @Proves(Rule.R111)
    protected void descriptionStaysWhileTheMachineRunsAndForTheNextConnection() {
        Machine machine = create(here().spec());
        Adoption.Description told = adoption().describe(machine);
        Machine started = hypervisor().start(machine, work());
        assertThat(adoption().describe(started)).isEqualTo(told);
        try (var next = here().reconnect()) {
            assertThat(next.adoption().orElseThrow().describe(started)).isEqualTo(told);
        }
    }

    @Test
    @Proves(Rule.R112)
    protected void whatIsGoneOrOfOthersIsNotDescribed() {
        Adoption adoption = adoption();
        Machine machine = create(here().spec());
        hypervisor().delete(machine, work());
        assertRefused(Kind.NOT_FOUND, () -> adoption.describe(machine));

        ContractSubject.Stranger stranger = here().stranger();
        Machine theirs = stranger.hypervisor().create(stranger.spec(), work());
        assertRefused(Kind.NOT_FOUND, () -> adoption.describe(theirs));
        assertThat(hypervisor().machines()).isEmpty();
        stranger.hypervisor().delete(theirs, work());
    }

    private Adoption adoption() {
        Assumptions.assumeTrue(hypervisor().adoption().isPresent(), "this hypervisor does not describe its machines");
        return hypervisor().adoption().orElseThrow();
    }
}
