package dev.vivarium.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.engine.BundleMedia;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.testkit.faults.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A disk that is full in earnest, ever less so: everything that Vivarium keeps is on it. What did not fit is said with the
 * figures, nothing torn has its final name, and with space again the same request is fulfilled.
 */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
class SmallDiskTest {
    private static final int DISK_MIB = 8;
    private static final long LIMIT_KIB = 4096;

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"CREATE,15", "CLONE,15", "UPDATE,15", "ROLLBACK,5"})
    void fullAtSomeBlocks(Deed deed, int step) throws Exception {
        everywhere(deed, step);
    }

    @ParameterizedTest
    @CsvSource({"CREATE", "CLONE", "UPDATE", "ROLLBACK"})
    @Tag("full")
    void fullAtEachBlock(Deed deed) throws Exception {
        everywhere(deed, 1);
    }

    private void everywhere(Deed deed, int step) throws Exception {
        Set<String> codes = new TreeSet<>();
        try (SmallDisk disk = SmallDisk.mount(directory.resolve("маленький"), DISK_MIB)) {
            Site site = new Site(directory, disk.path(), Optional.empty());
            try {
                for (long free = 0; tight(site, disk, deed, free, codes); free += (long) step * SmallDisk.BLOCK_KIB) {
                    assertThat(free).isLessThan(LIMIT_KIB);
                }
            } finally {
                site.server().close();
            }
        }
        assertThat(codes).isNotEmpty();
    }

    /** True if it did not fit. */
    private static boolean tight(Site site, SmallDisk disk, Deed deed, long freeKiB, Set<String> codes)
            throws IOException {
        prepare(site, disk, deed);
        disk.fill(freeKiB);
        Optional<VivariumException> refusal = refusal(site, deed);
        disk.empty();
        try {
            refusal.ifPresent(SmallDiskTest::isSaid);
            WholeFiles.check(disk.path());
            try (Vivarium vivarium = site.open()) {
                EngineTroubleTest.again(deed, vivarium, site);
                assertThat(deed.isDone(vivarium)).as("%s", vivarium.nodes()).isTrue();
                Order.check(site, vivarium);
            }
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    deed + " with " + freeKiB + " KiB free, " + refusal.map(VivariumException::code) + ": "
                            + e.getMessage(),
                    e);
        }
        refusal.ifPresent(e -> codes.add(e.code()));
        return refusal.isPresent();
    }

    private static Optional<VivariumException> refusal(Site site, Deed deed) {
        try (Vivarium vivarium = site.open()) {
            deed.ask(vivarium, site).await();
            return Optional.empty();
        } catch (VivariumException e) {
            return Optional.of(e);
        }
    }

    private static void isSaid(VivariumException e) {
        assertThat(e.kind()).as(e.code() + ": " + e.message()).isEqualTo(Kind.CAPACITY);
        assertThat(e.message())
                .as(e.code())
                .containsPattern("[0-9]+ KiB are free")
                .contains("make room");
    }

    /** For a create everything is new, its home as well; for others what they would pack is not packed yet. */
    private static void prepare(Site site, SmallDisk disk, Deed deed) throws IOException {
        try (Vivarium vivarium = site.open()) {
            deed.prepare(vivarium, site);
            vivarium.installation().media().prune(BundleMedia.Limits.NONE);
        }
        if (deed == Deed.CREATE) {
            remove(disk.path().resolve("cache"));
            remove(disk.path().resolve("data"));
        }
    }

    static void remove(Path root) throws IOException {
        try (Stream<Path> tree = Files.walk(root)) {
            List<Path> leavesFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : leavesFirst) {
                Files.delete(path);
            }
        }
    }
}
