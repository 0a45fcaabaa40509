package dev.vivarium.service.policies;

import dev.vivarium.service.store.DatabaseSettings;
import dev.vivarium.testkit.postgresql.PostgresServer;
import dev.vivarium.testkit.postgresql.WithPostgres;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithPostgres.class)
class PostgresPolicyRulesTest extends PolicyRulesSuite {
    private final PostgresServer server;

    PostgresPolicyRulesTest(PostgresServer server) {
        this.server = server;
    }

    @Override
    DatabaseSettings empty() {
        return DatabaseSettings.of(server.newDatabase());
    }
}
