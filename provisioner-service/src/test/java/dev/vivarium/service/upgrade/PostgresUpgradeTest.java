package dev.vivarium.service.upgrade;

import dev.vivarium.service.store.DatabaseSettings;
import dev.vivarium.testkit.postgresql.PostgresServer;
import dev.vivarium.testkit.postgresql.WithPostgres;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithPostgres.class)
class PostgresUpgradeTest extends UpgradeSuite {
    private final PostgresServer server;

    PostgresUpgradeTest(PostgresServer server) {
        this.server = server;
    }

    @Override
    DatabaseSettings empty() {
        return DatabaseSettings.of(server.newDatabase());
    }

    @Override
    String recorded() {
        return "postgresql.sql";
    }

    @Override
    String form() {
        return "SELECT form FROM (SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS form"
                + " FROM information_schema.columns WHERE table_schema = 'vivarium'"
                + " UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'vivarium'"
                + " UNION ALL SELECT event_object_table || ' ' || trigger_name || ' ' || event_manipulation || ' '"
                + " || action_statement FROM information_schema.triggers WHERE trigger_schema = 'vivarium') AS forms"
                + " ORDER BY form";
    }
}
