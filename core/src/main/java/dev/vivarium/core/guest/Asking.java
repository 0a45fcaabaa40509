package dev.vivarium.core.guest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.vivarium.core.journal.Json;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Asks the AI in a guest: {@code POST {"text": …}}, which answers {@code {"response": …}}. */
public final class Asking {
    private Asking() {}

    /**
     * What was answered, as the guest wrote it: show it only through {@link Printable}.
     *
     * @param text the response; empty if there is none in the document
     * @param tokens how many it is made of, if the service says so ({@code usage.completion_tokens})
     */
    public record Answer(String text, Optional<Long> tokens) {}

    /**
     * Asks once.
     *
     * @param limit for the whole answer
     * @throws VivariumException GUEST_FAULT {@code guest.answer} if it is no answer, or as {@link GuestSession#http}
     */
    public static Answer ask(GuestSession guest, int port, String path, String prompt, Duration limit) {
        HttpAnswer answer = guest.http(HttpCall.post(port, path, Json.write(Map.of("text", prompt))), limit);
        if (!answer.ok()) {
            throw fault("HTTP " + answer.status() + ": " + Printable.line(answer.body()));
        }
        if (answer.cut()) {
            throw fault("it answered more than " + (HttpAnswer.LIMIT >> 20) + " MiB");
        }
        JsonNode document = document(answer.body());
        JsonNode tokens = document.path("usage").path("completion_tokens");
        return new Answer(
                document.path("response").asText(""),
                tokens.isIntegralNumber() ? Optional.of(tokens.asLong()) : Optional.empty());
    }

    private static JsonNode document(String body) {
        try {
            return Optional.ofNullable(Json.read(body, JsonNode.class)).orElseGet(MissingNode::getInstance);
        } catch (VivariumException e) {
            throw fault("it answered what is no JSON: " + Printable.line(body));
        }
    }

    private static VivariumException fault(String what) {
        return new VivariumException(Kind.GUEST_FAULT, "guest.answer", what);
    }
}
