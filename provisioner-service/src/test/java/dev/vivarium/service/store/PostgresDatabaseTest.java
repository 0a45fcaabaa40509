package dev.vivarium.service.store;

import dev.vivarium.testkit.postgresql.PostgresServer;
import dev.vivarium.testkit.postgresql.WithPostgres;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithPostgres.class)
class PostgresDatabaseTest extends DatabaseSuite {
    private final PostgresServer server;

    PostgresDatabaseTest(PostgresServer server) {
        this.server = server;
    }

    @Override
    DatabaseSettings empty() {
        return DatabaseSettings.of(server.newDatabase());
    }
}
