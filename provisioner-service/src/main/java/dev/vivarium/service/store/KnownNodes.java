package dev.vivarium.service.store;

import dev.vivarium.core.model.Node;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Nodes as they were understood last: a run asks for its node dozens of times, and it has rarely changed since. What is kept is
 * given out for the very same document alone, so it is never older than what was read.
 */
final class KnownNodes {
    private static final int MOST = 512;

    private final Map<String, Known> nodes = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > MOST;
        }
    };

    private record Known(int version, String document, Node node) {}

    /** What this document of the node says. */
    Node node(String id, int version, String document) {
        Known known;
        synchronized (nodes) {
            known = nodes.get(id);
        }
        if (known != null && known.version() == version && known.document().equals(document)) {
            return known.node();
        }
        Node read = Documents.node(version, document);
        synchronized (nodes) {
            nodes.put(id, new Known(version, document, read));
        }
        return read;
    }
}
