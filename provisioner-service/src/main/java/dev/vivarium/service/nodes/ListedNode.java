package dev.vivarium.service.nodes;

import com.fasterxml.jackson.databind.util.RawValue;
import dev.vivarium.core.journal.Json;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.service.http.WireJson;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A node as a list shows it, of one document. */
final class ListedNode {
    private final String document;
    private final Node node;
    private volatile @Nullable Shown shown;

    ListedNode(String document) {
        this.document = document;
        this.node = Json.read(document, Node.class);
    }

    private record Shown(Optional<String> operation, Optional<String> session, RawValue json) {}

    boolean isOf(String other) {
        return document.equals(other);
    }

    Node node() {
        return node;
    }

    /** Its JSON on the wire: without the last report, with the operation and the session that are under way. */
    RawValue json(Optional<String> operation, Optional<String> session) {
        Shown last = shown;
        if (last != null && last.operation().equals(operation) && last.session().equals(session)) {
            return last.json();
        }
        NodeBody body = NodeBody.of(node, operation.map(OperationId::parse), session, Optional.empty());
        Shown made =
                new Shown(operation, session, new RawValue(new String(WireJson.bytes(body), StandardCharsets.UTF_8)));
        shown = made;
        return made.json();
    }
}
