package dev.vivarium.core.engine;

import dev.vivarium.cloudinit.Delivery;
import dev.vivarium.core.model.Condition;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.StopMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What every new node goes through, whether made from an image or cloned: seed before, and after its machine is there: start →
 * reachable → secrets → (deliver) → ready → scrub the seed → (baseline snapshot).
 */
final class FirstBoot {
    private final Installation installation;
    private final SeedWriter seeds;
    private final Images images;

    FirstBoot(Installation installation) {
        this.installation = installation;
        this.seeds = new SeedWriter(installation);
        this.images = new Images(installation);
    }

    <Q> Step<Q> seed() {
        return Step.<Q>of("seed", "writing the seed", (q, c) -> seeds.write(c.node()))
                .undoneBy((q, c) -> files(c).delete());
    }

    <Q> Step<Q> seedOfClone() {
        return Step.<Q>of("seed", "writing the seed", (q, c) -> seeds.writeOfClone(c.node()))
                .undoneBy((q, c) -> files(c).delete());
    }

    /** The steps after the machine is made. @param secrets hands them over */
    <Q> List<Step<Q>> steps(NodeSpec spec, Predicate<Q> again, Step.Action<Q> secrets) {
        List<Step<Q>> steps = new ArrayList<>();
        steps.add(Step.of("start", "starting the machine", (q, c) -> start(again.test(q), c)));
        steps.add(Step.of(
                "reachable", "booting, until SSH answers", (q, c) -> c.guest().awaitReachable()));
        steps.add(Step.of(NodeSecrets.STEP, "handing over the secrets", secrets));
        if (spec.delivery() instanceof Delivery.Sftp) {
            steps.add(
                    Step.of("deliver", "sending the bundle", (q, c) -> c.guest().deliver()));
        }
        steps.add(Step.ready());
        steps.add(Step.of("scrub", "replacing the seed by one without secrets", (q, c) -> scrub(c)));
        if (spec.baseline()) {
            steps.add(Step.of("baseline", "taking the first snapshot", (q, c) -> Baseline.take(c)));
        }
        return steps;
    }

    /** Before the machine has started, everything is undone; after that it stays, with its logs, unless the wish is otherwise. */
    boolean undoes(NodeSpec spec, String failedStep, VivariumException failure) {
        return switch (failedStep) {
            case "reachable", "secrets", "deliver", "ready", "scrub", "baseline" ->
                failure.kind() == Kind.CANCELLED || spec.onFailure() == NodeSpec.OnFailure.DELETE;
            default -> true;
        };
    }

    void failed(StepContext c, VivariumException failure, boolean undone) {
        if (c.nodeIfPresent().isEmpty()) {
            return;
        }
        if (undone && Machines.isGone(c)) {
            files(c).delete();
            images.release(c.node().id());
            c.removeNode();
        } else {
            c.update(n -> NodeStates.failed(n, failure));
        }
    }

    /** Writes down that the node has this machine. */
    void made(Machine machine, StepContext c) {
        c.update(n -> n.machine(machine)
                .conditions(List.of(new Condition(
                        Condition.Name.MACHINE_CREATED,
                        Condition.Status.TRUE,
                        machine.ref(),
                        installation.clock().instant()))));
    }

    static void removeMachine(StepContext c) {
        c.guest().hangUp();
        Machines.delete(c);
    }

    private void start(boolean again, StepContext c) {
        if (installation.media().isLeasedBy(c.node().id())) { // a clone has a bundle, and no media in its drives
            BundlePacking.restore(installation, c.node(), c);
        }
        if (again) {
            c.guest().hangUp();
            c.hypervisor().stop(c.machine(), StopMode.FORCED, c); // what failed inside runs anew at a boot
        }
        Machine machine = c.hypervisor().start(c.machine(), c);
        c.update(n -> n.machine(machine));
    }

    /** cloud-init needs a seed of the same instance for good; the secrets of the first one leave. */
    private void scrub(StepContext c) {
        seeds.writeScrubbed(c.node());
        Machine machine = c.hypervisor().media(c.machine(), MachinePlan.media(files(c).scrubbedSeed(), List.of()), c);
        seeds.removeSecret(c.node());
        BundlePacking.release(installation, c.node().id());
        c.update(n -> n.machine(machine));
    }

    private NodeFiles files(StepContext c) {
        return installation.files(c.node().id());
    }
}
