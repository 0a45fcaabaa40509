package dev.vivarium.service.claims;

import dev.vivarium.service.store.DatabaseSettings;
import dev.vivarium.testkit.postgresql.PostgresServer;
import dev.vivarium.testkit.postgresql.WithPostgres;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithPostgres.class)
class PostgresClaimsTest extends ClaimsSuite {
    private final PostgresServer server;

    PostgresClaimsTest(PostgresServer server) {
        this.server = server;
    }

    @Override
    DatabaseSettings empty() {
        return DatabaseSettings.of(server.newDatabase());
    }
}
