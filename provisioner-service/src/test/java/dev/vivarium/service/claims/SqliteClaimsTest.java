package dev.vivarium.service.claims;

import dev.vivarium.service.store.DatabaseSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteClaimsTest extends ClaimsSuite {
    @TempDir
    private Path directory;

    @Override
    DatabaseSettings empty() {
        return DatabaseSettings.sqlite(directory.resolve("claims.db"));
    }
}
