package dev.vivarium.service.claims;

import dev.vivarium.core.config.HypervisorConfig;
import dev.vivarium.core.config.Surroundings;
import dev.vivarium.core.config.VivariumConfig;
import dev.vivarium.core.engine.Installation;
import dev.vivarium.core.engine.Operation;
import dev.vivarium.core.engine.Operations;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.service.store.Database;
import dev.vivarium.service.store.DatabaseSettings;
import dev.vivarium.service.store.LeaseSettings;
import dev.vivarium.service.store.SqlJournal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One instance of the service, as far as it claims operations: its database, journal and engine. */
final class Instance implements AutoCloseable {
    static final Duration LEASE = Duration.ofSeconds(2);
    private static final Duration BEAT = Duration.ofMillis(250);
    private static final Duration POLL = Duration.ofMillis(100);

    final String name;
    final Database database;
    final SqlJournal journal;
    final Claims claims;
    private final Script script;
    private final Installation installation;
    private final Operations operations;

    private Instance(String name, DatabaseSettings settings, Path home, int threads, Script script) {
        this.name = name;
        this.script = script;
        this.database = Database.open(settings.connections(8));
        this.claims = new Claims(database, new ClaimsSettings(name, threads, BEAT, POLL));
        this.journal =
                new SqlJournal(database, new LeaseSettings(name, LEASE, BEAT, Optional.empty()), claims::accepted);
        VivariumConfig config = VivariumConfig.standard(new Surroundings(Map.of(), home.resolve(name), List.of()))
                .withHypervisor(
                        new HypervisorConfig("local", "paper", 4, Map.of("directory", home.toString()), Map.of()));
        this.installation = Installation.open(config, Clock.systemUTC(), journal);
        this.operations = Operations.byClaim(installation, List.of(script));
    }

    /** One that claims nothing before {@link #start}. */
    static Instance of(String name, DatabaseSettings settings, Path home, int threads, Script.Body body) {
        return new Instance(name, settings, home, threads, new Script(body));
    }

    Instance start() {
        claims.start(operations::run);
        return this;
    }

    Operation<String> accept(NodeId node, String what, int steps) {
        return operations.accept(script, node, new Script.Request(what, steps));
    }

    /** The service's order of ending. */
    @Override
    public void close() {
        claims.pause();
        operations.close();
        claims.close();
        installation.close();
        database.close();
    }
}
