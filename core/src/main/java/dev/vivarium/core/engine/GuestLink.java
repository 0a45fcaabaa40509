package dev.vivarium.core.engine;

import dev.vivarium.cloudinit.bundle.BundleManifest;
import dev.vivarium.cloudinit.bundle.Probe;
import dev.vivarium.core.guest.GuestClock;
import dev.vivarium.core.guest.GuestLogin;
import dev.vivarium.core.guest.GuestMark;
import dev.vivarium.core.guest.GuestProgram;
import dev.vivarium.core.guest.GuestSession;
import dev.vivarium.core.guest.LayerUpload;
import dev.vivarium.core.guest.Patience;
import dev.vivarium.core.guest.Printable;
import dev.vivarium.core.guest.ResumedGuest;
import dev.vivarium.core.guest.Verification;
import dev.vivarium.core.model.Endpoint;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeBundle;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.ProbeReport;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.VerificationReport;
import dev.vivarium.core.model.VivariumException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What an operation does with its node's guest, over one SSH session that is opened at first use. */
public final class GuestLink implements AutoCloseable {
    private static final int SSH = 22;
    private static final int CONSOLE_TAIL = 4000;
    private static final int RESUMED_LOOKS = 15;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Installation installation;
    private final StepContext context;
    private @Nullable GuestSession session;
    private @Nullable ResumedGuest resumed;

    GuestLink(Installation installation, StepContext context) {
        this.installation = installation;
        this.context = context;
    }

    /** The machine that the node has, for questions about what it supports. */
    MachineSpec machineSpec() {
        return MachinePlan.planned(context.node(), installation.id());
    }

    /** Waits until the guest lets us in. */
    void awaitReachable() {
        session();
    }

    /** Sends the bundle's layers, as far as they are not there. */
    void deliver() {
        context.node().bundle().ifPresent(this::deliver);
    }

    /** Sends this bundle's layers, as far as they are not there. */
    void deliver(NodeBundle bundle) {
        LayerUpload upload =
                new LayerUpload(session(), context, context.node().spec().inactivityLimit());
        bundle.layers().forEach(l -> upload.send(bundle.digest(), l));
    }

    /** Waits until the node is READY, and writes the report's findings down. */
    VerificationReport awaitReady() {
        return awaitReady(context.node());
    }

    /** The same as a node of this bundle, which is not in its record yet. */
    VerificationReport awaitReady(NodeBundle bundle) {
        return awaitReady(context.node().edit().bundle(bundle).at(now()));
    }

    private VerificationReport awaitReady(Node node) {
        return explained(() -> record(verification(node).awaitReady(session(), patience(), context)));
    }

    /** The same, as soon as it is there. */
    GuestProgram awaitProgram() {
        program().await(patience(), context);
        return program();
    }

    /** What the guest's own program does at our word. */
    GuestProgram program() {
        resumed = null; // it is not any more as it was
        return new GuestProgram(session());
    }

    /** Lets the bundle become quiet for a snapshot, where it has a hook for that. */
    void quiesce() {
        if (hooks().quiesce().isPresent()) {
            program().hook("quiesce");
        }
    }

    /** Lets it go on. */
    void resume() {
        if (hooks().resume().isPresent()) {
            program().hook("resume");
        }
    }

    private BundleManifest.Hooks hooks() {
        return manifest().map(BundleManifest::hooks).orElse(BundleManifest.Hooks.NONE);
    }

    /** What the node's bundle says. */
    Optional<BundleManifest> manifest() {
        return context.node().bundle().map(MachinePlan::manifest);
    }

    /**
     * Looks until the node is READY, for a short while only, and writes the findings down: a guest that was rolled back
     * shows a heartbeat as old as the snapshot until its next one.
     */
    VerificationReport verifyResumed() {
        for (int look = 1; ; look++) {
            VerificationReport report = verify();
            resumed = null;
            if (report.ready() || look == RESUMED_LOOKS) {
                return report;
            }
            context.pause(BETWEEN_LOOKS);
        }
    }

    /** Looks once, and writes the findings down; never fails because the node is not well. */
    VerificationReport verify() {
        Machine machine = context.machine();
        context.update(n -> n.machine(machine));
        if (machine.power() != Power.RUNNING) {
            return record(Verification.notRunning(context.node(), machine, now()));
        }
        try {
            return record(verification(context.node()).look(session(), Optional.ofNullable(resumed)));
        } catch (VivariumException e) {
            if (e.kind() == Kind.CANCELLED) {
                throw e;
            }
            return record(Verification.unreachable(context.node(), e, now()));
        }
    }

    /** Sets the guest's clock: it resumes with the time of its snapshot. */
    void setClock() {
        clockSet(GuestClock.set(session(), installation.clock()));
    }

    private void clockSet(Duration left) {
        context.progress(1, "clock set, off by " + left.abs().toMillis() + " ms");
    }

    /** The same of a guest that goes on from a snapshot; what is checked next it is asked with it. */
    void setClockOfResumed() {
        resumed = ResumedGuest.ask(session(), installation.clock());
        clockSet(resumed.clockLeft());
    }

    /** Leaves the snapshot's id in the guest, so that a rollback can be proven. A guest that cannot be reached has none. */
    void mark(SnapshotId id) {
        try {
            GuestMark.write(session(), id);
        } catch (VivariumException e) {
            if (e.kind() == Kind.CANCELLED) {
                throw e;
            }
            context.progress(-1, "the guest cannot be reached, so the rollback will not be proven by a mark");
        }
    }

    /** @throws VivariumException HYPERVISOR_FAULT if the guest shows another snapshot's mark */
    void checkMark(SnapshotId id) {
        GuestMark.check(resumed == null ? GuestMark.read(session()) : resumed.mark(), id);
    }

    /** Asks once, and measures; an answer that does not come is a finding, too. */
    ProbeReport.Sample sample(Probe probe) {
        return Sampling.sample(session(), probe, context.node().spec().inactivityLimit(), installation.clock());
    }

    /** Saves what the bundle wants preserved, if the guest can be reached. */
    void preserve() {
        List<String> paths = manifest().map(BundleManifest::preserve).orElse(List.of());
        if (paths.isEmpty() || context.machine().power() != Power.RUNNING) {
            return;
        }
        try {
            Preservation.save(
                    session(), paths, installation.files(context.node().id()).preserved(), now());
            context.progress(1, "saved " + String.join(", ", paths));
        } catch (VivariumException e) {
            if (e.kind() == Kind.CANCELLED) {
                throw e;
            }
            context.progress(-1, "the guest could not be reached, so nothing was saved: " + e.message());
        }
    }

    /** After a failure: the state that the machine's power tells. */
    void settle(VivariumException failure) {
        settle(failure, NodeState.UNREADY);
    }

    /** After a failure: the state that the machine's power tells, or this one if it runs. */
    void settle(VivariumException failure, NodeState ifRunning) {
        Node node = context.nodeIfPresent().orElse(null);
        if (node == null) {
            return;
        }
        Optional<Machine> machine;
        try {
            machine = Machines.find(context.hypervisor(), node.id());
        } catch (VivariumException e) { // it cannot even be asked: what is told is why the work failed
            context.update(n -> n.state(NodeState.UNREADY, failure.message()));
            return;
        }
        context.update(n -> NodeStates.settled(n, machine, failure, ifRunning));
    }

    /** Before the machine stops, or goes back to where its guest knows nothing of our connections. */
    void hangUp() {
        close();
        context.nodeIfPresent()
                .ifPresent(n -> installation.guests().hangUp(GuestLogin.of(n.identity(), installation.keys())));
    }

    @Override
    public void close() {
        resumed = null;
        if (session != null) {
            session.close();
            session = null;
        }
    }

    private Verification verification(Node node) {
        return new Verification(
                node, context.machine(), node.bundle().map(MachinePlan::manifest), installation.clock());
    }

    private VerificationReport record(VerificationReport report) {
        context.update(n -> NodeStates.verified(context.node(), report));
        return report;
    }

    private GuestSession session() {
        if (session == null) {
            GuestLogin login = GuestLogin.of(context.node().identity(), installation.keys());
            session = explained(() -> installation.guests().awaitReachable(this::endpoint, login, patience(), context));
        }
        return session;
    }

    /** Where the guest is now; a machine that stopped meanwhile will never answer. */
    private Optional<Endpoint> endpoint() {
        return Machines.expectedUp(context.machine(), context.node().spec().name())
                .reach(SSH);
    }

    private Patience patience() {
        Machine machine = context.machine();
        return new Patience(
                context.node().spec().inactivityLimit(),
                () -> context.hypervisor().console().map(c -> c.size(machine)).orElse(0L));
    }

    /** Puts the end of the guest's console into a failure that has no log yet. */
    private <T> T explained(Supplier<T> work) {
        try {
            return work.get();
        } catch (VivariumException e) {
            if (!e.logTail().isEmpty() || e.kind() == Kind.CANCELLED) {
                throw e;
            }
            throw e.withLog(consoleTail());
        }
    }

    private String consoleTail() {
        return context.nodeIfPresent()
                .flatMap(Node::machine)
                .flatMap(m -> context.hypervisor().console().map(c -> c.tail(m, CONSOLE_TAIL)))
                .map(Printable::text)
                .orElse("");
    }

    private Instant now() {
        return installation.clock().instant();
    }
}
