package dev.vivarium.proxmox.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What came back.
 *
 * @param reason the status line's words: where Proxmox VE puts the message
 */
record Reply(int status, String reason, byte[] body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    boolean success() {
        return status == 200;
    }

    /** The proxy, or something before it, could not pass the call on or its answer back. */
    boolean passing() {
        return (status >= 502 && status <= 504) || (status >= 595 && status <= 599);
    }

    /** Of {@link #passing}: whether it is sure that the call did not arrive. */
    boolean undelivered() {
        return status == 595 || status == 503;
    }

    /** What is in {@code data}; missing if there is no such thing. */
    JsonNode data() {
        return json().path("data");
    }

    /** All words that say what is wrong: which parameter, then the message, then the status line. */
    String words() {
        JsonNode json = json();
        if (json.path("errors").isObject()) {
            Map<String, String> errors = Fields.of(json.path("errors")).texts();
            if (!errors.isEmpty()) {
                return errors.entrySet().stream()
                        .map(each -> each.getKey() + ": " + each.getValue().strip())
                        .collect(Collectors.joining("; "));
            }
        }
        String message = Fields.plain(json.path("message")).orElse("").strip();
        return message.isEmpty() ? reason : message;
    }

    private JsonNode json() {
        try {
            JsonNode read = JSON.readTree(body);
            return read == null ? MissingNode.getInstance() : read;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
