package dev.vivarium.service.access;

import dev.vivarium.core.journal.DurableFiles;
import dev.vivarium.service.http.Role;
import dev.vivarium.service.store.Database;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The first token: somebody has to be let in. It is in a file that only the service's user can read, and in no log. */
public final class AdminToken {
    private static final String NAME = "admin";

    private AdminToken() {}

    /** Makes it where there is no token that may do everything. */
    public static void provide(Tokens tokens, Database database, Path file) {
        if (!tokens.hasAdmin()) {
            make(tokens, database, file);
        }
    }

    /** Makes a new one, whichever there are. */
    public static void make(Tokens tokens, Database database, Path file) {
        database.write(h -> {
            Tokens.Made made = tokens.make(NAME, Role.ADMIN, Map.of(), Optional.empty());
            DurableFiles.replace(file, made.secret().reveal() + "\n");
            return made.token();
        });
    }
}
