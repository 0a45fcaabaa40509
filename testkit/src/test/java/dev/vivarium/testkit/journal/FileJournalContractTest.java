package dev.vivarium.testkit.journal;

import dev.vivarium.core.journal.FileJournal;
import dev.vivarium.core.journal.Journal;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileJournalContractTest extends JournalContract {
    @TempDir
    private Path home;

    @Override
    protected Journal open() {
        return new FileJournal(home.resolve("journal"));
    }
}
