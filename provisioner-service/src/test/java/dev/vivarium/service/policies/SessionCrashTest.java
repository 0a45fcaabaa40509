package dev.vivarium.service.policies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.config.HypervisorConfig;
import dev.vivarium.core.config.Surroundings;
import dev.vivarium.core.config.VivariumConfig;
import dev.vivarium.core.engine.Installation;
import dev.vivarium.core.engine.Turn;
import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.journal.OperationHistory;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.core.model.Size;
import dev.vivarium.core.session.SessionPolicy.AfterSession;
import dev.vivarium.core.session.SessionPolicy.OnFailure;
import dev.vivarium.service.sessions.Before;
import dev.vivarium.service.sessions.LibraryWork;
import dev.vivarium.service.sessions.OpenSessions;
import dev.vivarium.service.sessions.SessionRecord;
import dev.vivarium.service.sessions.SessionState;
import dev.vivarium.service.sessions.SessionTerms;
import dev.vivarium.service.store.Database;
import dev.vivarium.service.store.DatabaseSettings;
import dev.vivarium.service.store.LeaseSettings;
import dev.vivarium.service.store.SqlJournal;
import dev.vivarium.testkit.faults.Crash;
import dev.vivarium.testkit.simulated.SampleFiles;
import dev.vivarium.testkit.simulated.SimulatedProvider;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The library over the journal in SQL, on the simulated hypervisor: the process dies at each point of a session; the client
 * asks again as it did before: one session, one snapshot, one rollback.
 */
@Timeout(300)
class SessionCrashTest {
    private static final SessionTerms TERMS = new SessionTerms(
            Before.bestSnapshot(), AfterSession.ROLLBACK, OnFailure.BLOCK, Optional.empty(), true, "UTC", Map.of());

    @TempDir
    private Path directory;

    private Database database;
    private VivariumConfig config;
    private NodeId muse;

    @BeforeEach
    void begin() {
        config = config(directory);
        database = Database.open(DatabaseSettings.sqlite(directory.resolve("служба.db")));
        muse = NodeId.random();
    }

    @AfterEach
    void end() {
        database.close();
        SimulatedProvider.server(config.home().resolve("hypervisors").resolve("local"))
                .close();
    }

    @Test
    void dyingAnywhereDoublesAndLosesNothing() {
        create();
        int points = dieAt(Integer.MAX_VALUE, 1);
        assertThat(points).isGreaterThan(10);
        for (int cut = 1; cut < points; cut++) {
            dieAt(cut, cut + 1);
        }
    }

    /** @return how many points there are */
    private int dieAt(int cut, int snapshots) {
        UUID id = UUID.randomUUID();
        Mortal mortal = new Mortal(cut);
        boolean died = false;
        try (Vivarium vivarium = process(mortal)) {
            use(vivarium, sessions(vivarium, mortal), id);
        } catch (Crash e) {
            died = true;
        }
        assertThat(died).isEqualTo(mortal.isDead());
        try (Vivarium vivarium = process(new Mortal(Integer.MAX_VALUE))) {
            OpenSessions sessions = sessions(vivarium, new Mortal(Integer.MAX_VALUE));
            use(vivarium, sessions, id);
            SessionRecord over = sessions.session(id).orElseThrow();
            assertThat(over.state()).as("%s", over).isEqualTo(SessionState.ENDED);
            assertThat(vivarium.node(muse).orElseThrow().snapshots()).hasSize(snapshots);
            assertThat(vivarium.node(muse).orElseThrow().generation()).isEqualTo(snapshots);
            assertThat(vivarium.installation().journal().unfinished()).isEmpty();
        }
        return mortal.points();
    }

    /** What a client and the service's threads do, from the start; what is done already is done. */
    private void use(Vivarium vivarium, OpenSessions sessions, UUID id) {
        sessions.open(id, muse, Optional.empty(), TERMS, Optional.empty());
        runAll(vivarium, sessions);
        sessions.goOn(id);
        sessions.end(id, Optional.empty());
        runAll(vivarium, sessions);
        sessions.goOn(id);
    }

    private static void runAll(Vivarium vivarium, OpenSessions sessions) {
        List<OperationId> unfinished = vivarium.installation().journal().unfinished().stream()
                .map((OperationHistory h) -> h.record().id())
                .toList();
        for (OperationId id : unfinished) {
            assertThat(vivarium.run(id)).isInstanceOf(Turn.Ended.class);
            sessions.operationEnded(id);
        }
    }

    private OpenSessions sessions(Vivarium vivarium, Mortal mortal) {
        OpenSessions sessions =
                new OpenSessions(database, mortal.work(new LibraryWork(vivarium)), mortal.clock(Clock.systemUTC()));
        sessions.onChange(mortal);
        return sessions;
    }

    private Vivarium process(Mortal mortal) {
        Journal journal = new SqlJournal(database, LeaseSettings.of("it"), accepted -> mortal.point());
        return Vivarium.byClaim(Installation.open(config, Clock.systemUTC(), journal));
    }

    private void create() {
        SampleFiles.image(directory.resolve("image.qcow2"));
        SampleFiles.bundle(directory.resolve("AGI-core"), "1.0", "");
        NodeSpec spec = NodeSpec.builder("муза")
                .id(muse)
                .image("file:" + directory.resolve("image.qcow2"))
                .cores(1)
                .memory(Size.MiB(512))
                .disk(Size.GiB(2))
                .bundle(directory.resolve("AGI-core"))
                .inactivityLimit(Duration.ofSeconds(60))
                .build();
        try (Vivarium vivarium = process(new Mortal(Integer.MAX_VALUE))) {
            assertThat(vivarium.run(vivarium.create(spec).id())).isInstanceOf(Turn.Ended.class);
        }
    }

    private static VivariumConfig config(Path directory) {
        Surroundings surroundings = new Surroundings(
                Map.of(
                        "XDG_DATA_HOME", directory.resolve("data").toString(),
                        "XDG_CACHE_HOME", directory.resolve("cache").toString()),
                directory,
                List.of());
        return VivariumConfig.standard(surroundings)
                .withHypervisor(new HypervisorConfig("local", "simulated", 4, Map.of("deny", ""), Map.of()));
    }
}
