package dev.vivarium.service.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;

/** The connections to a database, and how each is set up. */
final class Pools {
    /** How long SQLite waits for another process's transaction. */
    private static final Duration BUSY = Duration.ofSeconds(10);
    /** A client that stands still in the middle of a transaction must not hold its locks for long. */
    private static final Duration IDLE_IN_TRANSACTION = Duration.ofSeconds(10);

    private Pools() {}

    static HikariDataSource writers(DatabaseSettings settings) {
        HikariConfig config = common(settings, "vivarium-store");
        if (settings.dialect() == Dialect.SQLITE) {
            config.setMaximumPoolSize(1);
            sqlite(config);
            config.addDataSourceProperty("transaction_mode", "IMMEDIATE");
        } else {
            config.setMaximumPoolSize(settings.connections());
            config.setMinimumIdle(1);
            postgresql(config);
        }
        return new HikariDataSource(config);
    }

    /** SQLite's readers see the last commit while the one writer writes. */
    static HikariDataSource readers(DatabaseSettings settings) {
        HikariConfig config = common(settings, "vivarium-store-read");
        config.setMaximumPoolSize(settings.connections());
        config.setMinimumIdle(1);
        sqlite(config);
        config.setConnectionInitSql("PRAGMA query_only = 1");
        return new HikariDataSource(config);
    }

    private static HikariConfig common(DatabaseSettings settings, String name) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(settings.url());
        settings.user().ifPresent(config::setUsername);
        settings.password().ifPresent(secret -> config.setPassword(secret.reveal()));
        config.setConnectionTimeout(settings.patience().toMillis());
        config.setValidationTimeout(Math.min(settings.patience().toMillis(), 2_000));
        config.setInitializationFailTimeout(1);
        return config;
    }

    private static void sqlite(HikariConfig config) {
        config.addDataSourceProperty("journal_mode", "WAL");
        config.addDataSourceProperty("synchronous", "FULL");
        config.addDataSourceProperty("foreign_keys", "true");
        config.addDataSourceProperty("busy_timeout", String.valueOf(BUSY.toMillis()));
        config.addDataSourceProperty("jdbc.get_generated_keys", "false");
    }

    private static void postgresql(HikariConfig config) {
        config.addDataSourceProperty("ApplicationName", "vivarium");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("connectTimeout", "5");
        config.addDataSourceProperty("socketTimeout", "30");
        config.setConnectionInitSql("SET search_path TO " + Schema.NAME
                + "; SET idle_in_transaction_session_timeout TO " + IDLE_IN_TRANSACTION.toMillis());
    }
}
