package dev.vivarium.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.engine.Operation;
import dev.vivarium.core.engine.ProbeNode;
import dev.vivarium.core.engine.Progress;
import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.ProbeReport;
import dev.vivarium.core.model.ResourceLimits;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Limits;
import dev.vivarium.testkit.faults.Crash;
import dev.vivarium.testkit.faults.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The same questions under limits; and the limits go, however it ends. */
class ProbeTest extends AtSite {
    private static final ResourceLimits ONE = new ResourceLimits(Optional.of(1.0), Optional.empty());
    private static final ResourceLimits LITTLE = new ResourceLimits(Optional.of(0.5), Optional.of(256L));

    private static ProbeNode.Request under(ResourceLimits... rows) {
        return new ProbeNode.Request(List.of(rows), 3, Optional.empty());
    }

    private static Limits limits(Vivarium vivarium) {
        return vivarium.installation().hypervisor("local").limits().orElseThrow();
    }

    private static void assertUnlimited(Vivarium vivarium, Node node) {
        Machine machine = node.machine().orElseThrow();
        assertThat(limits(vivarium).current(machine)).isEmpty();
        assertThat(vivarium.node(node.id()).orElseThrow().state()).isEqualTo(NodeState.READY);
    }

    @Test
    void everyRowIsMeasuredUnderItsLimitsAndTheyGo() {
        try (Vivarium vivarium = site.open()) {
            Node node = vivarium.create(site.spec()).await();
            Operation<ProbeReport> probing = vivarium.probe(node.id(), under(ONE, LITTLE));
            List<String> held = new ArrayList<>();
            probing.onProgress(p -> {
                if (p.phase() == Progress.Phase.STEP_PROGRESS) {
                    held.add(p.step() + " "
                            + limits(vivarium)
                                    .current(node.machine().orElseThrow())
                                    .map(a -> a.limits().text())
                                    .orElse("-"));
                }
            });
            ProbeReport report = probing.await();
            assertThat(held).contains("measure-1 1 CPU", "measure-2 0.50 CPU, 256 MiB");
            assertThat(report.rows())
                    .extracting(ProbeReport.Row::limits)
                    .containsExactly(ResourceLimits.NONE, ONE, LITTLE);
            assertThat(report.rows()).allSatisfy(row -> {
                ProbeReport.Question asked = row.questions().get(0);
                assertThat(asked.name()).isEqualTo("greeting");
                assertThat(asked.samples()).hasSize(3).allMatch(s -> s.failure().isEmpty());
                assertThat(asked.samples().get(0).answer()).contains(Site.NODE);
                assertThat(asked.differing(report.rows().get(0).questions().get(0)))
                        .isZero();
            });
            assertUnlimited(vivarium, node);
        }
    }

    @Test
    void cancelledAndFailedProbesLeaveNoLimits() {
        try (Vivarium vivarium = site.open()) {
            Node node = vivarium.create(site.spec()).await();
            Operation<ProbeReport> cancelled = vivarium.probe(node.id(), under(ONE));
            cancelled.onProgress(p -> {
                if (p.step().equals("measure-1")) {
                    cancelled.cancel();
                }
            });
            assertThat(catchThrowableOfType(VivariumException.class, cancelled::await)
                            .kind())
                    .isEqualTo(Kind.CANCELLED);
            assertUnlimited(vivarium, node);
            site.server().faults().at("limits.after", Fault.delay(Duration.ZERO), Fault.dropReply());
            assertThat(catchThrowableOfType(
                                    VivariumException.class,
                                    () -> vivarium.probe(node.id(), under(ONE)).await())
                            .kind())
                    .isEqualTo(Kind.UNAVAILABLE);
            assertUnlimited(vivarium, node);
        }
    }

    @Test
    void crashedProbeIsTakenUpByWhateverComesNextOnTheNode() {
        Node node;
        try (Vivarium vivarium = site.open()) {
            node = vivarium.create(site.spec()).await();
        }
        int deaths = 0;
        for (int cut = 3; cut < 100; cut += 2) {
            if (!dies(node, cut)) {
                break;
            }
            deaths++;
            try (Vivarium next = site.open()) {
                next.verify(node.id()).await();
                assertUnlimited(next, node);
            }
        }
        assertThat(deaths).isGreaterThan(4);
    }

    private boolean dies(Node node, int cut) {
        List<CuttingJournal> journals = new ArrayList<>();
        try (Vivarium vivarium = site.open(journal -> {
            CuttingJournal cutting = new CuttingJournal(journal, cut, true);
            journals.add(cutting);
            return cutting;
        })) {
            vivarium.probe(node.id(), under(ONE)).await();
        } catch (Crash | VivariumException e) {
            assertThat(journals.get(0).hasCut()).isTrue();
        }
        return journals.get(0).hasCut();
    }

    @Test
    void whatCannotBeMeasuredIsSaid() {
        try (Vivarium vivarium = site.open()) {
            Node node = vivarium.create(site.spec()).await();
            ProbeNode.Request byHand = new ProbeNode.Request(
                    List.of(ONE), 1, Optional.of(new ProbeNode.Question("Кто ты?", 8080, "/nowhere")));
            ProbeReport report = vivarium.probe(node.id(), byHand).await();
            assertThat(report.rows().get(1).questions().get(0).samples().get(0).failure())
                    .hasValueSatisfying(f -> assertThat(f).contains("HTTP 404"));
            site.server().deny(Capability.LIMIT_MEMORY, "this host cannot");
            assertThat(catchThrowableOfType(
                            VivariumException.class,
                            () -> vivarium.probe(node.id(), under(LITTLE)).await()))
                    .hasMessageContaining("this host cannot");
            assertUnlimited(vivarium, node);
        }
    }
}
