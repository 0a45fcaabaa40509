package dev.vivarium.service.upgrade;

import dev.vivarium.service.store.DatabaseSettings;

class SqliteUpgradeTest extends UpgradeSuite {
    private int made;

    @Override
    DatabaseSettings empty() {
        return DatabaseSettings.sqlite(directory.resolve("служба-" + made++ + ".db"));
    }

    @Override
    String recorded() {
        return "sqlite.sql";
    }

    @Override
    String form() {
        return "SELECT coalesce(sql, name) FROM sqlite_master WHERE name NOT LIKE '%vivarium_schema%'"
                + " AND name NOT LIKE 'sqlite_%' ORDER BY name";
    }
}
