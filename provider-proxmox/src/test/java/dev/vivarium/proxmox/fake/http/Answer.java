package dev.vivarium.proxmox.fake.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What goes back to a client.
 *
 * @param reason the text of the status line
 * @param body null for none, as after 401
 */
public record Answer(int status, String reason, byte @Nullable [] body, String type) {
    private static final String JSON = "application/json;charset=UTF-8";

    /** 200, with this in {@code data}. */
    public static Answer data(JsonNode data) {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.set("data", data);
        return new Answer(200, "OK", bytes(whole), JSON);
    }

    /** 200, with this whole body. */
    public static Answer whole(ObjectNode body) {
        return new Answer(200, "OK", bytes(body), JSON);
    }

    /** A failure, its message in the status line and in the body. */
    public static Answer failure(Refusal refusal) {
        String reason = refusal.reason().strip().replaceAll("\\s*\\n\\s*", " ");
        if (refusal.bare()) {
            return new Answer(refusal.status(), reason, null, JSON);
        }
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.putNull("data");
        whole.put("message", refusal.reason() + (refusal.status() == 501 ? "" : "\n"));
        if (!refusal.errors().isEmpty()) {
            ObjectNode errors = whole.putObject("errors");
            refusal.errors().forEach(errors::put);
        }
        return new Answer(refusal.status(), reason, bytes(whole), JSON);
    }

    /** A failure whose body is the message alone. */
    public static Answer plain(int status, String message) {
        return new Answer(status, message, message.getBytes(StandardCharsets.UTF_8), "text/plain");
    }

    private static byte[] bytes(JsonNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }
}
