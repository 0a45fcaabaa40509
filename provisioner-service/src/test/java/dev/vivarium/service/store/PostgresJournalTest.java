package dev.vivarium.service.store;

import dev.vivarium.testkit.postgresql.PostgresServer;
import dev.vivarium.testkit.postgresql.WithPostgres;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithPostgres.class)
class PostgresJournalTest extends SqlJournalSuite {
    private final PostgresServer server;

    PostgresJournalTest(PostgresServer server) {
        this.server = server;
    }

    @Override
    DatabaseSettings empty() {
        return DatabaseSettings.of(server.newDatabase());
    }
}
