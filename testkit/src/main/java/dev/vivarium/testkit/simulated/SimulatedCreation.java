package dev.vivarium.testkit.simulated;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.NetworkMode;
import dev.vivarium.core.model.Support;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Key;
import dev.vivarium.core.spi.Work;
import dev.vivarium.testkit.simulated.StoredMachine.Stage;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** How a machine comes to be on a {@link SimulatedServer}: in stages; a crash may cut it off after any of them. */
final class SimulatedCreation {
    /** Like a Proxmox VM id: asked from the server, and remembered before the machine is made. */
    static final Key<String> REF = Key.of("simulated.ref", String.class);

    private final SimulatedHypervisor hypervisor;
    private final SimulatedServer server;
    private final InstallationId installation;

    SimulatedCreation(SimulatedHypervisor hypervisor, InstallationId installation) {
        this.hypervisor = hypervisor;
        this.server = hypervisor.server();
        this.installation = installation;
    }

    Machine create(MachineSpec spec, Work work) {
        check(spec);
        if (spec.disk() instanceof DiskSource.CloneOf) {
            throw new VivariumException(Kind.INVALID, "simulated.clone", "a clone is made by cloning");
        }
        work.checkCancelled();
        hypervisor.reach("create.before", work);
        StoredMachine machine = define(spec, work);
        hypervisor.reach("create.after-define", work);
        return complete(machine, work).seen();
    }

    /** A machine that has its name and mark; the one that an earlier try left, if there is one. */
    StoredMachine define(MachineSpec spec, Work work) {
        String ref = work.recall(REF)
                .filter(r -> server.lookUp(r).map(hypervisor::isOurs).orElse(true))
                .or(() -> server.marked(installation, spec.node()).map(StoredMachine::ref))
                .orElseGet(server::nextRef);
        work.remember(REF, ref);
        StoredMachine machine = server.define(ref, spec);
        if (!machine.isMarked(installation, spec.node())) {
            throw new VivariumException(Kind.CONFLICT, "simulated.ref-taken", "somebody took " + ref + "; try again");
        }
        return machine;
    }

    StoredMachine complete(StoredMachine defined, Work work) {
        StoredMachine machine = defined;
        if (machine.stage() == Stage.DEFINED) {
            work.progress(0.3, "copying the disk");
            work.checkCancelled();
            server.work(machine.spec().node());
            machine = server.change(machine.ref(), m -> m.stage() == Stage.DEFINED ? m.at(Stage.DISK) : m);
            hypervisor.reach("create.after-disk", work);
        }
        if (machine.stage() == Stage.DISK) {
            work.progress(0.6, "publishing ports");
            work.checkCancelled();
            machine = server.change(
                    machine.ref(),
                    m -> m.stage() == Stage.DISK ? m.at(Stage.PORTS).withForwards(server.publish(m.spec())) : m);
            hypervisor.reach("create.after-ports", work);
        }
        if (machine.stage() == Stage.PORTS) {
            work.progress(0.9, "filling the drives");
            work.checkCancelled();
            machine = server.change(
                    machine.ref(), m -> m.at(Stage.COMPLETE).withMedia(m.spec().media()));
            hypervisor.reach("create.after", work);
        }
        return machine;
    }

    /** All that would make {@link #create} fail. */
    List<Finding> findings(MachineSpec spec) {
        List<Finding> found = new ArrayList<>();
        if (spec.disk() instanceof DiskSource.ImageFile image && !Files.isReadable(image.file())) {
            found.add(Finding.error(
                    "image.absent", "the image " + image.file() + " is not there", "get the image, then try again"));
        }
        for (Medium medium : spec.media()) {
            if (!Files.isReadable(medium.file())) {
                found.add(Finding.error(
                        "medium.absent", "the medium " + medium.file() + " is not there", "make it, then try again"));
            }
        }
        needs(spec).forEach(capability -> {
            if (server.supports(capability) instanceof Support.No no) {
                found.add(Finding.error("unsupported", no.reason(), "choose another hypervisor or another spec"));
            }
        });
        return found;
    }

    void check(MachineSpec spec) {
        needs(spec).forEach(capability -> server.supports(capability).orThrow(capability));
        hypervisor.preflight(spec).stream().filter(Finding::isError).findFirst().ifPresent(finding -> {
            throw new VivariumException(Kind.INVALID, finding.code(), finding.message() + ": " + finding.remedy());
        });
        if (!spec.installation().equals(installation)) {
            throw new VivariumException(
                    Kind.INVALID, "simulated.wrong-installation", "the spec is of another installation");
        }
    }

    private static List<Capability> needs(MachineSpec spec) {
        List<Capability> needs = new ArrayList<>();
        if (!spec.gpus().isEmpty()) {
            needs.add(Capability.GPU_PASSTHROUGH);
        }
        if (spec.disk() instanceof DiskSource.Template) {
            needs.add(Capability.TEMPLATE);
        }
        if (spec.network() == NetworkMode.ISOLATED) {
            needs.add(Capability.ISOLATED_NETWORK);
        }
        return needs;
    }
}
