package dev.vivarium.service.store;

import dev.vivarium.cloudinit.Secret;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Which database, and how it is reached.
 *
 * @param url {@code jdbc:sqlite:FILE} or {@code jdbc:postgresql://HOST[:PORT]/NAME[?…]}
 * @param user PostgreSQL's user; empty where the URL or the server does not need one
 * @param password of that user
 * @param connections at most so many at a time: all of them on PostgreSQL, the readers on SQLite
 * @param patience how long a caller waits for a connection before it is told UNAVAILABLE
 */
public record DatabaseSettings(
        String url, Optional<String> user, Optional<Secret> password, int connections, Duration patience) {
    private static final String SQLITE = "jdbc:sqlite:";
    private static final String POSTGRESQL = "jdbc:postgresql:";
    private static final int DEFAULT_CONNECTIONS = 16;
    private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(5);

    /** @throws VivariumException INVALID {@code database.url} if it is neither SQLite nor PostgreSQL */
    public DatabaseSettings {
        if (!url.startsWith(SQLITE) && !url.startsWith(POSTGRESQL)) {
            throw new VivariumException(
                    Kind.INVALID,
                    "database.url",
                    "this is no database that the service works with; write jdbc:sqlite:FILE or"
                            + " jdbc:postgresql://HOST/NAME");
        }
    }

    /** A file, made at the first call. */
    public static DatabaseSettings sqlite(Path file) {
        return of(SQLITE + file.toAbsolutePath());
    }

    /** A database by its URL alone. */
    public static DatabaseSettings of(String url) {
        return new DatabaseSettings(url, Optional.empty(), Optional.empty(), DEFAULT_CONNECTIONS, DEFAULT_PATIENCE);
    }

    /** The same for this user. */
    public DatabaseSettings as(String name, Secret secret) {
        return new DatabaseSettings(url, Optional.of(name), Optional.of(secret), connections, patience);
    }

    /** The same with another limit of connections. */
    public DatabaseSettings connections(int most) {
        return new DatabaseSettings(url, user, password, most, patience);
    }

    /** The same with another patience. */
    public DatabaseSettings patience(Duration wait) {
        return new DatabaseSettings(url, user, password, connections, wait);
    }

    /** SQLite's file; empty where it has none. */
    Optional<Path> file() {
        String place = url.startsWith(SQLITE) ? url.substring(SQLITE.length()).split("\\?", 2)[0] : "";
        return place.isEmpty() || place.startsWith(":") || place.startsWith("file:")
                ? Optional.empty()
                : Optional.of(Path.of(place));
    }

    /** Which of the two it is. */
    public Dialect dialect() {
        return url.startsWith(SQLITE) ? Dialect.SQLITE : Dialect.POSTGRESQL;
    }
}
