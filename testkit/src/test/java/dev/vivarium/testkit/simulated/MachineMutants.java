package dev.vivarium.testkit.simulated;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.Endpoint;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.PortForward;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.Support;
import dev.vivarium.core.spi.StopMode;
import dev.vivarium.core.spi.Work;
import dev.vivarium.testkit.contract.Rule;
import dev.vivarium.testkit.faults.RecordingWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Mistakes with machines and their media. */
final class MachineMutants {
    private MachineMutants() {}

    static List<Mutant> all() {
        return List.of(
                new Mutant("a retry makes a second machine", Rule.R60, ForgetfulCreate::new),
                new Mutant("an empty journal makes a second machine", Rule.R02, ForgetfulCreate::new),
                new Mutant("half-made machines are not found", Rule.R03, h -> new Wrong(h) {
                    @Override
                    public Optional<Machine> find(NodeId node) {
                        return super.find(node)
                                .filter(m -> "COMPLETE".equals(m.details().get("stage")));
                    }
                }),
                new Mutant("deleting twice fails", Rule.R04, h -> new Wrong(h) {
                    @Override
                    public void delete(Machine machine, Work work) {
                        h.server().get(machine.ref());
                        super.delete(machine, work);
                    }
                }),
                new Mutant("half-made machines stay", Rule.R05, h -> new Wrong(h) {
                    @Override
                    public void delete(Machine machine, Work work) {
                        if ("COMPLETE".equals(machine.details().get("stage"))) {
                            super.delete(machine, work);
                        }
                    }
                }),
                new Mutant("a second start resets the guest", Rule.R06, h -> new Wrong(h) {
                    @Override
                    public Machine start(Machine machine, Work work) {
                        h.server().guest(machine).boot();
                        return super.start(machine, work);
                    }
                }),
                new Mutant("machines of others are listed", Rule.R09, h -> new Wrong(h) {
                    @Override
                    public List<Machine> machines() {
                        return h.server().all().stream()
                                .map(StoredMachine::seen)
                                .toList();
                    }
                }),
                new Mutant("machines of others are stopped", Rule.R10, h -> new Wrong(h) {
                    @Override
                    public Machine stop(Machine machine, StopMode mode, Work work) {
                        return h.server()
                                .change(machine.ref(), m -> m.with(Power.OFF))
                                .seen();
                    }
                }),
                new Mutant("machines of others are deleted", Rule.R10, h -> new Wrong(h) {
                    @Override
                    public void delete(Machine machine, Work work) {
                        h.server().remove(machine.ref());
                    }
                }),
                new Mutant("closing stops the machines", Rule.R11, h -> new Wrong(h) {
                    @Override
                    public void close() {
                        super.machines().forEach(m -> stop(m, StopMode.FORCED, new RecordingWork()));
                    }
                }),
                new Mutant("each start chooses new ports", Rule.R12, h -> new Wrong(h) {
                    @Override
                    public Machine start(Machine machine, Work work) {
                        super.start(machine, work);
                        List<PortForward> others = machine.forwards().stream()
                                .map(f -> new PortForward(
                                        f.guestPort(),
                                        new Endpoint("127.0.0.1", h.server().nextPort())))
                                .toList();
                        return h.server()
                                .change(machine.ref(), m -> m.withForwards(others))
                                .seen();
                    }
                }),
                new Mutant("preflight does not look for the image", Rule.R14, h -> new Wrong(h) {
                    @Override
                    public List<Finding> preflight(MachineSpec spec) {
                        return List.of();
                    }
                }),
                new Mutant("what is gone is a raw exception", Rule.R15, h -> new Wrong(h) {
                    @Override
                    public Machine start(Machine machine, Work work) {
                        return super.start(super.find(machine.node()).orElseThrow(), work);
                    }
                }),
                new Mutant("creating cannot be cancelled", Rule.R16, h -> new Wrong(h) {
                    @Override
                    public Machine create(MachineSpec spec, Work work) {
                        return super.create(spec, new RecordingWork());
                    }
                }),
                new Mutant("the power that is looked up is old", Rule.R18, h -> new Wrong(h) {
                    @Override
                    public Optional<Machine> find(NodeId node) {
                        return super.find(node).map(m -> m.with(Power.OFF));
                    }
                }),
                new Mutant("drives that are not named keep their media", Rule.R20, h -> new Wrong(h) {
                    @Override
                    public Machine media(Machine machine, List<Medium> wanted, Work work) {
                        List<Medium> merged = new ArrayList<>(wanted);
                        h.server().media(machine).stream()
                                .filter(m -> wanted.stream().noneMatch(w -> w.slot() == m.slot()))
                                .forEach(merged::add);
                        return super.media(machine, merged, work);
                    }
                }),
                new Mutant("media of a running machine need a restart", Rule.R22, h -> new Wrong(h) {
                    @Override
                    public Machine media(Machine machine, List<Medium> wanted, Work work) {
                        return super.stop(super.media(machine, wanted, work), StopMode.FORCED, work);
                    }
                }),
                new Mutant("a capability is denied and works", Rule.R71, h -> new Wrong(h) {
                    @Override
                    public Support supports(Capability capability, MachineSpec spec) {
                        return capability == Capability.SNAPSHOT_CRASH ? Support.no("a lie") : Support.yes();
                    }
                }),
                new Mutant("a capability is denied without a reason", Rule.R70, h -> new Wrong(h) {
                    @Override
                    public Support supports(Capability capability, MachineSpec spec) {
                        return Support.no(" ");
                    }
                }));
    }

    /** Asks for a new machine whenever it does not know of one from the journal, and remembers too late. */
    private static final class ForgetfulCreate extends Wrong {
        ForgetfulCreate(SimulatedHypervisor hypervisor) {
            super(hypervisor);
        }

        @Override
        public Machine create(MachineSpec spec, Work work) {
            String ref = work.recall(SimulatedCreation.REF).orElseGet(() -> {
                String fresh = hypervisor.server().nextRef();
                hypervisor.server().define(fresh, spec);
                return fresh;
            });
            work.remember(SimulatedCreation.REF, ref);
            return super.create(spec, work);
        }
    }
}
