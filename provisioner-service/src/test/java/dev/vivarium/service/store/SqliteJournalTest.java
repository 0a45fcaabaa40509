package dev.vivarium.service.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteJournalTest extends SqlJournalSuite {
    @TempDir
    private Path directory;

    @Override
    DatabaseSettings empty() {
        return DatabaseSettings.sqlite(directory.resolve("journal.db"));
    }
}
