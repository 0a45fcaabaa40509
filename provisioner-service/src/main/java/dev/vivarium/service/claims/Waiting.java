package dev.vivarium.service.claims;

import dev.vivarium.core.model.OperationId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The operations that this instance found to come too early, by what they wait for; the first of a line comes first. */
final class Waiting {
    private final Map<String, Set<OperationId>> lines = new LinkedHashMap<>();
    private final Set<OperationId> called = new HashSet<>();

    /** From now on it stands in this line. */
    synchronized void stand(String line, OperationId operation) {
        lines.computeIfAbsent(line, l -> new LinkedHashSet<>()).add(operation);
    }

    /** Tells the first of each of these lines by {@code call}; whoever cannot be told yet is told when it is put back. */
    synchronized void callFirst(List<String> freed, Predicate<OperationId> call) {
        for (String line : freed) {
            Set<OperationId> standing = lines.getOrDefault(line, Set.of());
            standing.stream().findFirst().ifPresent(first -> {
                standing.remove(first);
                if (standing.isEmpty()) {
                    lines.remove(line);
                }
                if (!call.test(first)) {
                    called.add(first);
                }
            });
        }
    }

    /** Puts it back, at once where it was called meanwhile. */
    synchronized void putBack(OperationId operation, Consumer<Boolean> back) {
        back.accept(called.remove(operation));
    }
}
