package dev.vivarium.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.testkit.faults.Crash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Journals that each release wrote, cut off after every entry: this release reads them and goes on. The machines are made by
 * this release, up to the same entry; then its journal is replaced by the recorded one. CONTRIBUTING says how to record.
 */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
class RecordedJournalsTest {
    private static final Path JOURNALS = Path.of("src/test/resources/journals");
    private static final NodeId NODE = NodeId.parse("0d5c7b1e-2f64-4c0a-9b9e-5a4d1f0c7e11");

    @TempDir
    Path directory;

    static Stream<Arguments> recorded() throws IOException {
        List<Arguments> all = new ArrayList<>();
        try (Stream<Path> releases = Files.list(JOURNALS)) {
            for (Path release : releases.sorted().toList()) {
                Arrays.stream(Deed.values())
                        .filter(deed -> Files.exists(file(release, deed)))
                        .forEach(deed ->
                                all.add(Arguments.of(release.getFileName().toString(), deed)));
            }
        }
        return all.stream();
    }

    private static Path file(Path release, Deed deed) {
        return release.resolve(deed.name().toLowerCase(Locale.ROOT) + ".jsonl");
    }

    /** Every fourth entry. */
    @ParameterizedTest
    @MethodSource("recorded")
    void journalOfThatReleaseIsGoneOnWith(String release, Deed deed) throws IOException {
        replay(JOURNALS.resolve(release), deed, 4);
    }

    @ParameterizedTest
    @MethodSource("recorded")
    @Tag("full")
    void journalOfThatReleaseCutAnywhereIsGoneOnWith(String release, Deed deed) throws IOException {
        replay(JOURNALS.resolve(release), deed, 1);
    }

    private void replay(Path release, Deed deed, int step) throws IOException {
        Tape tape = Tape.read(Files.readString(file(release, deed)));
        int played = 0;
        for (int line = 1; line < tape.lines().size(); line++) {
            if (!tape.lines().get(line).mark().isEmpty() && played++ % step == 0) {
                try {
                    replay(tape, line, deed, Files.createDirectories(directory.resolve("cut-" + line)));
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError(
                            release + ", " + deed + ", cut off after '"
                                    + tape.lines().get(line).mark() + "': " + e.getMessage(),
                            e);
                }
            }
        }
        assertThat(played).isPositive();
    }

    /** Today a step that finds nothing to do is not planned; earlier journals have it, and it did nothing. */
    private static boolean isNotPlanned(String mark) {
        return mark.isEmpty() || mark.endsWith(" secrets");
    }

    private void replay(Tape tape, int line, Deed deed, Path place) throws IOException {
        Site site = site(place);
        try {
            int written = line;
            while (isNotPlanned(tape.lines().get(written).mark())) {
                written--;
            }
            MarkedCut cut = runUntil(site, deed, tape.lines().get(written).mark(), tape.occurrence(written));
            assertThat(cut.hasCut())
                    .as("this release writes this entry as well")
                    .isTrue();
            tape.play(line, journal(site), place);
            try (Vivarium vivarium = site.open()) {
                EngineTroubleTest.again(deed, vivarium, site);
                assertThat(deed.isDone(vivarium)).as("%s", vivarium.nodes()).isTrue();
                Order.check(site, vivarium);
            }
        } finally {
            site.server().close();
        }
    }

    private static MarkedCut runUntil(Site site, Deed deed, String mark, int occurrence) {
        try (Vivarium vivarium = site.open()) {
            deed.prepare(vivarium, site);
        }
        List<MarkedCut> cuts = new ArrayList<>();
        try (Vivarium vivarium = site.open(journal -> {
            MarkedCut cut = new MarkedCut(journal, mark, occurrence);
            cuts.add(cut);
            return cut;
        })) {
            deed.ask(vivarium, site).await();
        } catch (Crash | VivariumException e) {
            assertThat(cuts.get(0).hasCut()).as(e.getMessage()).isTrue();
        }
        return cuts.get(0);
    }

    /** {@code -Dvivarium.record=0.1} writes the journals of this release. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CLONE") // whose node's id is another one each time
    @EnabledIfSystemProperty(named = "vivarium.record", matches = ".+", disabledReason = "records at a release only")
    void record(Deed deed) throws IOException {
        Path release = Files.createDirectories(JOURNALS.resolve(System.getProperty("vivarium.record")));
        Site site = site(directory);
        try {
            try (Vivarium vivarium = site.open()) {
                deed.prepare(vivarium, site);
            }
            List<TapingJournal> taping = new ArrayList<>();
            try (Vivarium vivarium = site.open(journal -> {
                TapingJournal tape = new TapingJournal(journal, journal(site), directory);
                taping.add(tape);
                return tape;
            })) {
                deed.ask(vivarium, site).await();
            }
            Files.writeString(file(release, deed), taping.get(0).tape().write());
        } finally {
            site.server().close();
        }
    }

    /** Keys and the node's id are always the same: recorded journals hold what derives from them. */
    private static Site site(Path place) throws IOException {
        Site site = new Site(place, Optional.of(NODE));
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 7);
        Path file = site.config().masterKeyFile();
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.write(file, key);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return site;
    }

    private static Path journal(Site site) {
        return site.config().home().resolve("journal");
    }
}
