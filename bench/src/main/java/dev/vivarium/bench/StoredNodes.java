package dev.vivarium.bench;

import dev.vivarium.service.store.Database;
import dev.vivarium.service.store.DatabaseSettings;
import dev.vivarium.service.store.LeaseSettings;
import dev.vivarium.service.store.SqlJournal;
import dev.vivarium.testkit.journal.SampleNodes;

/** Nodes that are in a store, as the service's own journal writes them; of a hypervisor that nobody looks after. */
final class StoredNodes {
    private StoredNodes() {}

    static void fill(DatabaseSettings settings, int count) {
        try (Database database = Database.open(settings);
                SqlJournal journal = new SqlJournal(database, LeaseSettings.of("bench-fill"), accepted -> {})) {
            database.write(h -> {
                for (int i = 0; i < count; i++) {
                    journal.put(SampleNodes.ready("stored-" + i));
                }
                return count;
            });
        }
    }
}
