package dev.vivarium.testkit.simulated;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Cloning;
import dev.vivarium.core.spi.Work;
import dev.vivarium.testkit.guest.GuestState;
import dev.vivarium.testkit.simulated.StoredMachine.Stage;
import java.util.Optional;

/** Clones on a {@link SimulatedServer}: defined first and filled then; full and linked ones differ in nothing here. */
final class SimulatedCloning implements Cloning {
    private final SimulatedHypervisor hypervisor;
    private final InstallationId installation;

    SimulatedCloning(SimulatedHypervisor hypervisor, InstallationId installation) {
        this.hypervisor = hypervisor;
        this.installation = installation;
    }

    @Override
    public Machine clone(MachineSpec spec, Work work) {
        if (!(spec.disk() instanceof DiskSource.CloneOf wish)) {
            throw new VivariumException(Kind.INVALID, "simulated.clone", "a clone needs a source");
        }
        Capability capability = wish.linked() ? Capability.CLONE_LINKED : Capability.CLONE_FULL;
        SimulatedServer server = hypervisor.server();
        server.supports(capability).orThrow(capability);
        hypervisor.creation().check(spec);
        work.checkCancelled();
        hypervisor.reach("clone.before", work);
        Optional<StoredMachine> known = server.marked(installation, spec.node());
        if (known.isEmpty() || known.get().stage() == Stage.DEFINED) {
            fill(spec, content(wish, spec), work);
        }
        StoredMachine machine = server.marked(installation, spec.node()).orElseThrow();
        return hypervisor.creation().complete(machine, work).seen();
    }

    private void fill(MachineSpec spec, GuestState.Image content, Work work) {
        StoredMachine machine = hypervisor.creation().define(spec, work);
        hypervisor.reach("clone.after-define", work);
        work.progress(0.3, "copying the disk");
        work.checkCancelled();
        hypervisor.server().work(spec.node());
        hypervisor.server().change(machine.ref(), m -> {
            if (m.stage() != Stage.DEFINED) {
                return m;
            }
            m.guest().restore(content);
            return m.at(Stage.DISK);
        });
        hypervisor.reach("clone.after-disk", work);
    }

    private GuestState.Image content(DiskSource.CloneOf wish, MachineSpec spec) {
        StoredMachine source = source(wish.source());
        if (spec.diskMiB() < source.spec().diskMiB()) {
            throw new VivariumException(Kind.INVALID, "simulated.clone-smaller", "a clone's disk is not smaller");
        }
        return wish.snapshot().map(id -> content(source, id)).orElseGet(() -> {
            if (source.power() != Power.OFF) {
                throw new VivariumException(Kind.CONFLICT, "simulated.clone-running", "the source runs; stop it");
            }
            return source.guest().capture(false);
        });
    }

    private static GuestState.Image content(StoredMachine source, SnapshotId id) {
        return source.snapshot(id)
                .flatMap(StoredSnapshot::image)
                .map(image -> new GuestState.Image(image.files(), Optional.empty()))
                .orElseThrow(() -> new VivariumException(
                        Kind.NOT_FOUND, "snapshot.absent", "machine " + source.ref() + " has no snapshot " + id));
    }

    private StoredMachine source(NodeId node) {
        StoredMachine source = hypervisor
                .server()
                .marked(installation, node)
                .orElseThrow(() -> new VivariumException(
                        Kind.NOT_FOUND, "simulated.no-machine", "node " + node + " has no machine here"));
        if (source.stage() != Stage.COMPLETE) {
            throw new VivariumException(Kind.CONFLICT, "simulated.half-made", "the source is half-made");
        }
        return source;
    }
}
