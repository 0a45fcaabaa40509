package dev.vivarium.service.policies;

import dev.vivarium.service.store.DatabaseSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqlitePolicyRulesTest extends PolicyRulesSuite {
    @TempDir
    private Path directory;

    @Override
    DatabaseSettings empty() {
        return DatabaseSettings.sqlite(directory.resolve("служба.db"));
    }
}
