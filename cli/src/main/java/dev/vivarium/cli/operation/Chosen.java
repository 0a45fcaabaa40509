package dev.vivarium.cli.operation;

import dev.vivarium.client.Operations;
import dev.vivarium.client.VivariumClient;
import dev.vivarium.client.model.Operation;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The operation that a person means. */
final class Chosen {
    private static final int SHORTEST = 4;
    private static final int MOST = 1000;

    private Chosen() {}

    /** By its id, or the beginning of that among the newest thousand. */
    static Operation operation(VivariumClient client, String text) {
        if (text.length() == 36) {
            return client.operations().get(id(text));
        }
        List<Operation> found =
                client.operations().list(Operations.Filter.ALL).page(MOST, Optional.empty()).items().stream()
                        .filter(o ->
                                text.length() >= SHORTEST && o.id().toString().startsWith(text))
                        .toList();
        if (found.size() != 1) {
            throw new VivariumException(
                    Kind.NOT_FOUND,
                    "operation.unknown",
                    (found.isEmpty() ? "there is no operation '" : "there is more than one operation '") + text
                            + "'; 'vivarium operation ls' lists them");
        }
        return found.get(0);
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new VivariumException(Kind.INVALID, "operation.id", "'" + text + "' is no operation's id", e);
        }
    }
}
