package dev.vivarium.core.engine;

import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.util.List;
import java.util.stream.Collectors;

/** What pre-flight checks found, as the failure of an operation. */
final class Findings {
    private Findings() {}

    /** @throws VivariumException with all errors, if there are any: UNSUPPORTED if that is the only one, else CAPACITY */
    static void refuse(List<Finding> findings) {
        List<Finding> errors = findings.stream().filter(Finding::isError).toList();
        if (!errors.isEmpty()) {
            throw new VivariumException(
                    errors.size() == 1 && errors.get(0).code().contains("unsupported")
                            ? Kind.UNSUPPORTED
                            : Kind.CAPACITY,
                    errors.get(0).code(),
                    errors.stream().map(f -> f.message() + " → " + f.remedy()).collect(Collectors.joining("; ")));
        }
    }
}
