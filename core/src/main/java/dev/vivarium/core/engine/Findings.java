package dev.vivarium.core.engine;

import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.util.List;
import java.util.stream.Collectors;

/** What pre-flight checks found, as the failure of an operation. */
final class Findings {
    private Findings() {}

    /** @throws VivariumException with all errors, if there are any: INVALID for a bad bundle, UNSUPPORTED if that is the only one, else CAPACITY */
    static void refuse(List<Finding> findings) {
        List<Finding> errors = findings.stream().filter(Finding::isError).toList();
        if (!errors.isEmpty()) {
            throw new VivariumException(
                    kind(errors),
                    errors.get(0).code(),
                    errors.stream().map(f -> f.message() + " → " + f.remedy()).collect(Collectors.joining("; ")));
        }
    }

    private static Kind kind(List<Finding> errors) {
        String first = errors.get(0).code();
        if (first.equals("bundle.invalid")) {
            return Kind.INVALID;
        }
        return errors.size() == 1 && first.contains("unsupported") ? Kind.UNSUPPORTED : Kind.CAPACITY;
    }
}
