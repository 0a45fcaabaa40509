package dev.vivarium.service.store;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** The schema, and how one of an earlier release becomes that of this one. */
final class Schema {
    /** Our schema on PostgreSQL: what others have beside it is not touched. */
    static final String NAME = "vivarium";

    private static final String HISTORY = "vivarium_schema";

    private Schema() {}

    static void migrate(DataSource database, Dialect dialect) {
        FluentConfiguration flyway = Flyway.configure()
                .dataSource(database)
                .locations(dialect.migrations())
                .table(HISTORY)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .ignoreMigrationPatterns(new String[0]) // by default a newer schema would be fine
                .communityDBSupportEnabled(true);
        if (dialect == Dialect.POSTGRESQL) {
            flyway.schemas(NAME).createSchemas(true);
        }
        try {
            flyway.load().migrate();
        } catch (FlywayException e) {
            if (Trouble.isOfTheDatabase(e)) {
                throw e;
            }
            throw new VivariumException(
                    Kind.NEEDS_OPERATOR,
                    "store.schema",
                    "the database's schema cannot be brought up to this release; a newer release may have changed it, then"
                            + " use that one. What was said: " + firstLine(e),
                    e);
        }
    }

    private static String firstLine(FlywayException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("nothing");
    }
}
