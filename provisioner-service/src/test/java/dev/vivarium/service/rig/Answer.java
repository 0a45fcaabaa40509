package dev.vivarium.service.rig;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.util.Optional;

/**
 * What the service answered.
 *
 * @param body the missing node where there is none
 */
public record Answer(int status, HttpHeaders headers, JsonNode body) {

    /** Whether it is what was asked for. */
    public boolean isGood() {
        return status < 300;
    }

    /** The code of a problem, or nothing. */
    public String code() {
        return body.path("code").asText("");
    }

    /** A member of the body that is text. */
    public String text(String member) {
        return body.path(member).asText("");
    }

    /** When to ask again. */
    public Optional<Long> retryAfterSeconds() {
        return headers.firstValue("Retry-After").map(Long::parseLong);
    }

    @Override
    public String toString() {
        String text = body.toString();
        return status + " " + text.substring(0, Math.min(text.length(), 600));
    }
}
