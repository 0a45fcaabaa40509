package dev.vivarium.service.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.service.fixture.ServiceUnderTest;
import dev.vivarium.service.store.Database;
import dev.vivarium.service.store.DatabaseSettings;
import dev.vivarium.service.store.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A service of this release goes on with the database of each earlier one. */
@Timeout(120)
abstract class UpgradeSuite {
    @TempDir
    Path directory;

    /** An empty database, another one at each call. */
    abstract DatabaseSettings empty();

    /** The name of its recorded texts. */
    abstract String recorded();

    /** Asks for the form of everything in it, a line each. */
    abstract String form();

    static List<String> releases() throws IOException {
        return ReleasedMigrationsTest.releases();
    }

    @ParameterizedTest(name = "schema {0}")
    @MethodSource("releases")
    void whatAnEarlierReleaseWroteIsAllThere(String release) throws Exception {
        DatabaseSettings old = empty();
        load(old, ReleasedMigrationsTest.SCHEMAS.resolve(release).resolve(recorded()));
        try (ServiceUnderTest service =
                ServiceUnderTest.in(directory, c -> c.storedIn(old).watching(Duration.ofDays(1), Duration.ZERO))) {
            service.service().makeAdminToken();
            RecordedData.check(service);
            try (Database fresh = Database.open(empty())) {
                assertThat(forms(service.service().database())).isEqualTo(forms(fresh));
            }
        }
    }

    private static void load(DatabaseSettings into, Path text) throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection(into.url());
                Statement statement = connection.createStatement()) {
            if (into.dialect() == Dialect.SQLITE) {
                statement.executeUpdate(Files.readString(text)); // by execute it would run the first statement only
            } else {
                statement.execute(Files.readString(text));
            }
        }
    }

    private List<String> forms(Database database) {
        return database.read(h -> h.createQuery(form()).mapTo(String.class).list());
    }
}
