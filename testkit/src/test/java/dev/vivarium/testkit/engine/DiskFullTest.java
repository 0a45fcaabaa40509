package dev.vivarium.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.engine.Operation;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The disk is full from one write to the journal on, for each write of each operation: it is said, and when there is space again
 * the same request is fulfilled and everything is in {@link Order}.
 */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class DiskFullTest {
    private static final int LIMIT = 200;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(names = {"CREATE", "SNAPSHOT_STOPPED", "ROLLBACK", "DELETE"})
    void fullAtAnyWrite(Deed deed) {
        Site site = new Site(directory);
        try {
            boolean full = true;
            for (int write = 1; full; write += 3) {
                assertThat(write).isLessThan(LIMIT);
                try (Vivarium vivarium = site.open()) {
                    deed.prepare(vivarium, site);
                }
                full = isFull(site, deed, write);
                try (Vivarium vivarium = site.open()) {
                    EngineTroubleTest.again(deed, vivarium, site);
                    assertThat(deed.isDone(vivarium))
                            .as("%s after write %d: %s", deed, write, vivarium.nodes())
                            .isTrue();
                    Order.check(site, vivarium);
                }
            }
        } finally {
            site.server().close();
        }
    }

    private static boolean isFull(Site site, Deed deed, int write) {
        List<FullDisk> disks = new ArrayList<>();
        try (Vivarium vivarium = site.open(journal -> {
            FullDisk disk = new FullDisk(journal, write);
            disks.add(disk);
            return disk;
        })) {
            Operation<?> operation = deed.ask(vivarium, site);
            operation.await();
        } catch (VivariumException e) {
            assertThat(e.kind()).as(e.message()).isEqualTo(Kind.CAPACITY);
            assertThat(e.message()).contains("space");
        }
        return disks.get(0).isFull();
    }
}
