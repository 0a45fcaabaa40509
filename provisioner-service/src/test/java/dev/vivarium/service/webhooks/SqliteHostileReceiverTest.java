package dev.vivarium.service.webhooks;

import dev.vivarium.service.store.DatabaseSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteHostileReceiverTest extends HostileReceiverSuite {
    @TempDir
    private Path place;

    @Override
    DatabaseSettings empty() {
        return DatabaseSettings.sqlite(place.resolve("служба.db"));
    }
}
