package dev.vivarium.testkit.simulated;

import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.ResourceLimits;
import dev.vivarium.core.spi.Console;
import dev.vivarium.core.spi.Limits;
import dev.vivarium.core.spi.StopMode;
import dev.vivarium.core.spi.Work;
import dev.vivarium.testkit.contract.Rule;
import java.util.List;
import java.util.Optional;

/** Mistakes with limits and with reading on in the console. */
final class LimitsMutants {
    private LimitsMutants() {}

    static List<Mutant> all() {
        return List.of(
                new Mutant(
                        "limits are forgotten by the next connection",
                        Rule.R101,
                        h -> limited(h, new WrongLimits(h) {
                            @Override
                            public Optional<Applied> current(Machine machine) {
                                return Optional.empty();
                            }
                        })),
                new Mutant(
                        "limits are never taken away",
                        Rule.R101,
                        h -> limited(h, new WrongLimits(h) {
                            @Override
                            public void clear(Machine machine, Work work) {}
                        })),
                new Mutant("limits outlive a stop", Rule.R102, h -> new Wrong(h) {
                    @Override
                    public Machine stop(Machine machine, StopMode mode, Work work) {
                        ResourceLimits kept = h.server().limits().get(machine.ref());
                        Machine stopped = super.stop(machine, mode, work);
                        if (kept != null) {
                            h.server().limits().put(machine.ref(), kept);
                        }
                        return stopped;
                    }
                }),
                new Mutant(
                        "a machine that is off is limited",
                        Rule.R102,
                        h -> limited(h, new WrongLimits(h) {
                            @Override
                            public Applied apply(Machine machine, ResourceLimits limits, Work work) {
                                return h.server().get(machine.ref()).power() == Power.OFF
                                        ? new Applied(limits, "later")
                                        : super.apply(machine, limits, work);
                            }
                        })),
                new Mutant("reading on begins anew", Rule.R52, h -> new Wrong(h) {
                    @Override
                    public Optional<Console> console() {
                        return super.console().map(Restarting::new);
                    }
                }));
    }

    private static Wrong limited(SimulatedHypervisor h, Limits limits) {
        return new Wrong(h) {
            @Override
            public Optional<Limits> limits() {
                return Optional.of(limits);
            }
        };
    }

    /** Right in everything that is not overridden. */
    private static class WrongLimits implements Limits {
        private final Limits limits;

        WrongLimits(SimulatedHypervisor hypervisor) {
            this.limits = new SimulatedLimits(hypervisor);
        }

        @Override
        public Applied apply(Machine machine, ResourceLimits wanted, Work work) {
            return limits.apply(machine, wanted, work);
        }

        @Override
        public Optional<Applied> current(Machine machine) {
            return limits.current(machine);
        }

        @Override
        public void clear(Machine machine, Work work) {
            limits.clear(machine, work);
        }
    }

    /** Gives the first bytes again and again, at each position once. */
    private record Restarting(Console console) implements Console {
        @Override
        public String tail(Machine machine, int maxBytes) {
            return console.tail(machine, maxBytes);
        }

        @Override
        public long size(Machine machine) {
            return console.size(machine);
        }

        @Override
        public Part read(Machine machine, long from, int maxBytes) {
            Part right = console.read(machine, from, maxBytes);
            return new Part(console.read(machine, 0, maxBytes).text(), right.next());
        }
    }
}
