package dev.vivarium.service.bundles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.journal.ProcessLock;
import dev.vivarium.service.store.Database;
import dev.vivarium.service.store.DatabaseSettings;
import dev.vivarium.testkit.faults.VirtualClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of uploads that nobody finished goes; all else stays. */
class UploadSweepTest {
    private static final byte[] PART = {1, 2, 3};

    @TempDir
    private Path home;

    private final VirtualClock clock = new VirtualClock(Instant.now());
    private Database database;
    private Uploads uploads;

    @BeforeEach
    void open() {
        database = Database.open(DatabaseSettings.sqlite(home.resolve("service.db")));
        uploads = new Uploads(database, home, clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private UUID begun() {
        UUID id = UUID.fromString(uploads.begin(9, Digest.of(PART)).id());
        uploads.append(id, 0, new ByteArrayInputStream(PART));
        return id;
    }

    private long rows() {
        return database.read(h ->
                h.createQuery("SELECT count(*) FROM uploads").mapTo(Long.class).one());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(home.resolve("uploads"))) {
            return all.toList();
        }
    }

    @Test
    void anExpiredOneGoesWithRowAndFilesAndALaterOneStays() throws IOException {
        UUID expired = begun();
        clock.advance(Duration.ofHours(20));
        UUID later = begun();
        uploads.sweep();
        assertThat(rows()).as("nothing has expired").isEqualTo(2);

        clock.advance(Duration.ofHours(5));
        uploads.sweep();
        assertThat(rows()).isEqualTo(1);
        assertThat(files())
                .allSatisfy(f -> assertThat(f.getFileName().toString()).startsWith(later.toString()));
        assertThat(files()).contains(uploads.file(later)).doesNotContain(uploads.file(expired));
        assertThat(uploads.append(later, PART.length, new ByteArrayInputStream(PART))
                        .offsetBytes())
                .as("it goes on")
                .isEqualTo(2L * PART.length);
    }

    @Test
    void oneThatIsBeingSentIsLeftForTheNextTime() {
        UUID expired = begun();
        clock.advance(Duration.ofHours(25));
        try (ProcessLock sending = ProcessLock.tryHold(home.resolve("uploads/" + expired + ".lock"))
                .orElseThrow()) {
            uploads.sweep();
            assertThat(uploads.file(expired)).exists();
        }
        uploads.sweep();
        assertThat(uploads.file(expired)).doesNotExist();
        assertThat(rows()).isZero();
    }

    @Test
    void filesThatNoRowKnowsGoWhenTheyAreOldAndOthersFilesStay() throws IOException {
        begun();
        Path orphan = Files.write(home.resolve("uploads/" + UUID.randomUUID() + ".part"), PART);
        Path fetched = Files.write(home.resolve("uploads/" + UUID.randomUUID() + ".fetched"), PART);
        Path others = Files.write(home.resolve("uploads/others.txt"), PART);
        uploads.sweep();
        assertThat(List.of(orphan, fetched))
                .as("young")
                .allSatisfy(f -> assertThat(f).exists());
        for (Path file : List.of(orphan, fetched, others)) {
            Files.setLastModifiedTime(file, FileTime.from(clock.instant().minus(Duration.ofDays(2))));
        }
        uploads.sweep();
        assertThat(List.of(orphan, fetched)).allSatisfy(f -> assertThat(f).doesNotExist());
        assertThat(others).exists();
        assertThat(rows()).isEqualTo(1);
    }
}
