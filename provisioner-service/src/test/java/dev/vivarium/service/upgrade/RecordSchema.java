package dev.vivarium.service.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.service.fixture.ServiceUnderTest;
import dev.vivarium.service.store.DatabaseSettings;
import dev.vivarium.testkit.postgresql.PostgresServer;
import dev.vivarium.testkit.postgresql.WithPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records a release's schema with data in it, as SQL text. Run once for each release that changed the schema, by the number of
 * its newest migration; {@code sqlite3} and {@code pg_dump} have to be there:
 *
 * <pre>mvn -pl provisioner-service -am verify -Dtest=RecordSchema -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dvivarium.record-schema=6</pre>
 *
 * Then add the new migrations to {@code schema/released.txt}, as {@code sha256sum} prints them.
 */
@ExtendWith(WithPostgres.class)
@EnabledIfSystemProperty(named = "vivarium.record-schema", matches = "[0-9]+")
class RecordSchema {
    private static final String HOME = "/var/lib/vivarium-recorded";

    private final PostgresServer server;
    private final Path target = Path.of("src/test/resources/schema", System.getProperty("vivarium.record-schema", "0"));

    @TempDir
    private Path directory;

    RecordSchema(PostgresServer server) {
        this.server = server;
    }

    @Test
    void sqlite() throws IOException, InterruptedException {
        Path file = directory.resolve("recorded.db");
        fill(DatabaseSettings.sqlite(file));
        write("sqlite.sql", dump("sqlite3", file.toString(), ".dump"));
    }

    @Test
    void postgresql() throws IOException, InterruptedException {
        String url = server.newDatabase();
        fill(DatabaseSettings.of(url));
        String plain = url.substring("jdbc:".length());
        write("postgresql.sql", dump("pg_dump", "-n", "vivarium", "--inserts", "--no-owner", "--no-privileges", plain));
    }

    private void fill(DatabaseSettings database) {
        try (ServiceUnderTest service =
                ServiceUnderTest.in(directory, c -> c.storedIn(database).watching(Duration.ofDays(1), Duration.ZERO))) {
            RecordedData.fill(service);
        }
    }

    private static String dump(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(List.of(command).toString()).isZero();
        return text;
    }

    /** Without what tells where it was made, and without psql's own commands. */
    private void write(String name, String dumped) throws IOException {
        String host = InetAddress.getLocalHost().getHostName();
        String text = dumped.lines()
                .filter(l -> !l.startsWith("\\") && !l.startsWith("-- ") && !l.equals("--"))
                .map(l -> l.replace(directory.toString(), HOME).replace(host, "recorded-host"))
                .collect(Collectors.joining("\n", "", "\n"));
        Files.createDirectories(target);
        Files.writeString(target.resolve(name), text);
    }
}
