package dev.vivarium.service.store;

import dev.vivarium.core.journal.Entry;
import dev.vivarium.core.journal.Json;
import dev.vivarium.core.journal.OperationRecord;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.VivariumException;

/** The journal's documents: JSON of the core's form, with the version of that form beside it. */
final class Documents {
    static final int NODE_VERSION = 1;

    private Documents() {}

    static String write(Object document) {
        return Json.write(document);
    }

    static Node node(int version, String document) {
        return read("node", version, NODE_VERSION, document, Node.class);
    }

    static OperationRecord operation(int version, String document) {
        return read("operation", version, OperationRecord.VERSION, document, OperationRecord.class);
    }

    static Entry entry(String document) {
        return read("entry", 1, 1, document, Entry.class);
    }

    private static <T> T read(String what, int version, int known, String document, Class<T> type) {
        if (version < 1 || version > known) {
            throw new VivariumException(
                    Kind.NEEDS_OPERATOR,
                    "journal.version",
                    "another release wrote this " + what + " into the database (format " + version
                            + ", this one reads up to " + known + "); use that release or a newer one");
        }
        try {
            return Json.read(document, type);
        } catch (VivariumException e) {
            throw new VivariumException(
                    Kind.NEEDS_OPERATOR,
                    "journal.damaged",
                    "cannot understand this " + what + " in the database (" + e.message()
                            + "); use the release that wrote it, or restore the database from a backup",
                    e);
        }
    }
}
