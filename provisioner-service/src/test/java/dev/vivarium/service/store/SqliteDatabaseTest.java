package dev.vivarium.service.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteDatabaseTest extends DatabaseSuite {
    @TempDir
    private Path directory;

    @Override
    DatabaseSettings empty() {
        return DatabaseSettings.sqlite(directory.resolve("служба.db"));
    }

    @Test
    void nobodyElseReadsTheFiles() throws IOException {
        try (Database open = Database.open(empty());
                Stream<Path> files = Files.list(directory)) {
            assertThat(open.dialect()).isEqualTo(Dialect.SQLITE);
            assertThat(files.toList())
                    .hasSizeGreaterThan(1)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }
}
