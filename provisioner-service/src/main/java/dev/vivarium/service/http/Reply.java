package dev.vivarium.service.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An answer.
 *
 * @param status the HTTP status
 * @param type of the content; empty without one
 * @param content what is sent
 * @param headers beside those that every answer has
 * @param stored whether it may be kept for a repeated request; one that shows a secret may not
 * @param events what is sent piece by piece, in place of the content
 * @param about the node that it is about, where the path does not name it
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares answers
public record Reply(
        int status,
        String type,
        byte[] content,
        Map<String, String> headers,
        boolean stored,
        Optional<EventSource> events,
        Optional<String> about) {
    static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    public Reply {
        headers = Map.copyOf(headers);
    }

    /** 200 with this as JSON, and its entity tag. */
    public static Reply ok(Object body) {
        byte[] content = WireJson.bytes(body);
        return new Reply(
                200, JSON, content, Map.of("ETag", EntityTag.of(content)), true, Optional.empty(), Optional.empty());
    }

    /** 200 with these bytes. */
    public static Reply content(String type, byte[] content) {
        return new Reply(
                200, type, content, Map.of("ETag", EntityTag.of(content)), true, Optional.empty(), Optional.empty());
    }

    /** 200 with text. */
    public static Reply text(String type, String text) {
        return content(type, text.getBytes(StandardCharsets.UTF_8));
    }

    /** 201: it is at this place now. */
    public static Reply created(String location, Object body) {
        return ok(body).status(201).header("Location", location);
    }

    /** 202: it will be done; at this place is told how far it is. */
    public static Reply accepted(String location, Object body) {
        return new Reply(
                202,
                JSON,
                WireJson.bytes(body),
                Map.of("Location", location),
                true,
                Optional.empty(),
                Optional.empty());
    }

    /** 204. */
    public static Reply noContent() {
        return new Reply(204, "", new byte[0], Map.of(), true, Optional.empty(), Optional.empty());
    }

    /** 303 or the like. */
    public static Reply elsewhere(int status, String location) {
        return new Reply(
                status, "", new byte[0], Map.of("Location", location), true, Optional.empty(), Optional.empty());
    }

    /** Server-sent events. */
    public static Reply events(EventSource source) {
        return new Reply(200, "text/event-stream", new byte[0], Map.of(), false, Optional.of(source), Optional.empty());
    }

    /** An answer that was given before. */
    public static Reply kept(int status, String type, byte[] content, Map<String, String> headers) {
        return new Reply(status, type, content, headers, true, Optional.empty(), Optional.empty());
    }

    static Reply problem(Problem problem, Map<String, String> headers) {
        return new Reply(
                problem.status(), PROBLEM, WireJson.bytes(problem), headers, true, Optional.empty(), Optional.empty());
    }

    /** The same with another status. */
    public Reply status(int other) {
        return new Reply(other, type, content, headers, stored, events, about);
    }

    /** The same with one header more. */
    public Reply header(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new Reply(status, type, content, more, stored, events, about);
    }

    /** The same, about this node. */
    public Reply about(String node) {
        return new Reply(status, type, content, headers, stored, events, Optional.of(node));
    }

    /** The same, shown once: it is not kept for a repeated request. */
    public Reply once() {
        return new Reply(status, type, content, headers, false, events, about);
    }
}
