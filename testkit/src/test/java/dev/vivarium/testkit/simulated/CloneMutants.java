package dev.vivarium.testkit.simulated;

import dev.vivarium.core.model.DiskSource.CloneOf;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.spi.Cloning;
import dev.vivarium.core.spi.StopMode;
import dev.vivarium.core.spi.Work;
import dev.vivarium.testkit.contract.Rule;
import java.util.List;
import java.util.Optional;

/** Mistakes with clones. */
final class CloneMutants {
    private CloneMutants() {}

    /** How a clone is made wrongly. */
    private interface Mistake {
        Machine clone(SimulatedHypervisor right, MachineSpec spec, CloneOf wish, Work work);
    }

    static List<Mutant> all() {
        return List.of(
                mutant(
                        "the clone runs at once",
                        Rule.R80,
                        (h, spec, wish, work) -> h.start(right(h).clone(spec, work), work)),
                mutant("a linked clone is empty", Rule.R81, (h, spec, wish, work) -> {
                    Machine clone = right(h).clone(spec, work);
                    h.server().guest(clone).file("/probe", "");
                    return clone;
                }),
                mutant("the disk is copied again at the second call", Rule.R84, (h, spec, wish, work) -> {
                    h.find(spec.node()).ifPresent(m -> h.delete(m, work));
                    return right(h).clone(spec, work);
                }),
                mutant("the source is stopped for its clone", Rule.R85, (h, spec, wish, work) -> {
                    h.find(wish.source()).ifPresent(m -> h.stop(m, StopMode.FORCED, work));
                    return right(h).clone(spec, work);
                }),
                mutant("a disk in use is copied as it stands", Rule.R86, (h, spec, wish, work) -> {
                    Optional<Machine> source = h.find(wish.source());
                    source.ifPresent(m -> h.stop(m, StopMode.FORCED, work));
                    Machine clone = right(h).clone(spec, work);
                    source.ifPresent(m -> h.start(m, work));
                    return clone;
                }),
                mutant("the source goes with the first clone", Rule.R89, (h, spec, wish, work) -> {
                    Machine clone = right(h).clone(spec, work);
                    h.find(wish.source()).ifPresent(m -> h.delete(m, work));
                    return clone;
                }));
    }

    private static Cloning right(SimulatedHypervisor hypervisor) {
        return hypervisor.cloning().orElseThrow();
    }

    private static Mutant mutant(String mistake, Rule noticedBy, Mistake wrong) {
        return new Mutant(mistake, noticedBy, h -> new Wrong(h) {
            @Override
            public Optional<Cloning> cloning() {
                return Optional.of((spec, work) -> wrong.clone(h, spec, (CloneOf) spec.disk(), work));
            }
        });
    }
}
