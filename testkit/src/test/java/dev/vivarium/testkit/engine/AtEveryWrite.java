package dev.vivarium.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.engine.Operation;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.testkit.faults.Crash;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The process dies at every single write to its journal, before and after the write; the same request again finishes the
 * work: one machine, one snapshot, nothing left. Most of the time is waiting for guests, so these tests run side by side.
 */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
abstract class AtEveryWrite extends AtSite {
    /** Does it again and again, dying one write later each time, until it does not die. @return how often it died */
    int dieEverywhere(
            boolean afterwards,
            Function<Vivarium, Operation<?>> request,
            Consumer<Vivarium> prepare,
            Consumer<Vivarium> check) {
        for (int cut = 1; ; cut++) {
            try (Vivarium vivarium = site.open()) {
                prepare.accept(vivarium);
            }
            boolean died = dies(cut, afterwards, request);
            try (Vivarium vivarium = site.open()) {
                if (died) {
                    again(vivarium, request);
                }
                check.accept(vivarium);
                assertThat(vivarium.resume()).as("unfinished after cut " + cut).isEmpty();
            }
            if (!died) {
                return cut - 1;
            }
        }
    }

    boolean dies(int cut, boolean afterwards, Function<Vivarium, Operation<?>> request) {
        List<CuttingJournal> journals = new ArrayList<>();
        try (Vivarium vivarium = site.open(journal -> {
            CuttingJournal cutting = new CuttingJournal(journal, cut, afterwards);
            journals.add(cutting);
            return cutting;
        })) {
            request.apply(vivarium).await();
        } catch (Crash e) {
            return true; // while it was being accepted
        } catch (VivariumException e) {
            if (!journals.get(0).hasCut()) {
                throw e;
            }
        }
        return journals.get(0).hasCut();
    }

    /** What a person does: asks again. What had just ended, or was accepted as another operation, is waited for. */
    private static void again(Vivarium vivarium, Function<Vivarium, Operation<?>> request) {
        vivarium.resume().forEach(Operation::await);
        try {
            request.apply(vivarium).await();
        } catch (VivariumException e) {
            assertThat(e.code()).as(e.message()).isIn("node.exists", "snapshot.exists", "node.unknown", "gone");
        }
    }

    Node ready(Vivarium vivarium) {
        return vivarium.node(Site.NODE)
                .orElseGet(() -> vivarium.create(site.spec()).await());
    }

    static Node node(Vivarium vivarium) {
        return vivarium.node(Site.NODE).orElseThrow(() -> new VivariumException(Kind.NOT_FOUND, "gone", "gone"));
    }
}
