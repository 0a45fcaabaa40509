package dev.vivarium.service.store;

import dev.vivarium.core.journal.Entry;
import dev.vivarium.core.journal.OperationHistory;
import dev.vivarium.core.journal.OperationRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Operations with their entries, read in one statement, and so as of one moment. */
final class Histories {
    private Histories() {}

    /**
     * Those that the condition holds for, in the order in which they were accepted.
     *
     * @param condition on {@code o}, the operations; may use {@code :key}
     */
    static List<OperationHistory> where(Handle handle, String condition, Optional<String> key) {
        Query query = handle.createQuery("SELECT o.id, o.version, o.document, e.document"
                + " FROM operations o LEFT JOIN entries e ON e.operation_id = o.id"
                + " WHERE " + condition + " ORDER BY o.seq, e.seq");
        key.ifPresent(value -> query.bind("key", value));
        Map<String, Rows> found = new LinkedHashMap<>();
        query.map((row, context) -> {
                    Rows rows = found.get(row.getString(1));
                    if (rows == null) {
                        rows = new Rows(Documents.operation(row.getInt(2), row.getString(3)), new ArrayList<>());
                        found.put(row.getString(1), rows);
                    }
                    String entry = row.getString(4);
                    return entry == null || rows.entries().add(Documents.entry(entry));
                })
                .list();
        return found.values().stream()
                .map(rows -> new OperationHistory(rows.operation(), rows.entries()))
                .toList();
    }

    private record Rows(OperationRecord operation, List<Entry> entries) {}
}
