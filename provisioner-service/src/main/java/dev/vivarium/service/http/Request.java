package dev.vivarium.service.http;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One request that was let in. What it says is checked where it is asked for; every refusal is a {@link Refusal}. */
public final class Request {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,128}");

    private final Endpoint endpoint;
    private final Incoming incoming;
    private final Principal principal;
    private final Trace trace;
    private final Limits limits;
    private byte @Nullable [] body;

    Request(Endpoint endpoint, Incoming incoming, Principal principal, Trace trace, Limits limits) {
        this.endpoint = endpoint;
        this.incoming = incoming;
        this.principal = principal;
        this.trace = trace;
        this.limits = limits;
        for (String name : incoming.query().keySet()) {
            if (!endpoint.query().contains(name)) {
                throw Refusal.badRequest(
                        "request.unknown-parameter",
                        "there is no parameter '" + WireJson.shown(name) + "' here; there "
                                + (endpoint.query().isEmpty()
                                        ? "is none"
                                        : "is " + String.join(", ", new java.util.TreeSet<>(endpoint.query()))));
            }
        }
    }

    /** Which operation is asked for. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** The path as it was asked for. */
    public String target() {
        return incoming.path();
    }

    /** Who asks. */
    public Principal principal() {
        return principal;
    }

    /** Where the request comes from. */
    public String address() {
        return incoming.address();
    }

    /** To what it belongs, across services. */
    public Trace trace() {
        return trace;
    }

    /** The node that the path names; empty if that is the id of nothing. */
    public Optional<String> node() {
        return Optional.ofNullable(incoming.pathValues().get("nodeId"))
                .filter(id -> ID.matcher(id).matches());
    }

    /** What stands for this name in the path. */
    public String path(String name) {
        return Objects.requireNonNull(incoming.pathValues().get(name), name);
    }

    /** What stands for this name in the path, read; what cannot be read does not exist. */
    public <T> T path(String name, Function<String, T> parse) {
        try {
            return parse.apply(path(name));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw Refusal.notFound("request.path", "'" + WireJson.shown(path(name)) + "' is nothing that exists here");
        }
    }

    /** A query parameter; given twice is an error. */
    public Optional<String> query(String name) {
        List<String> values = queries(name);
        if (values.size() > 1) {
            throw Refusal.badRequest("request.parameter", "'" + name + "' is given more than once");
        }
        return values.stream().findFirst();
    }

    /** A query parameter that may be given several times. */
    public List<String> queries(String name) {
        return incoming.query().getOrDefault(name, List.of());
    }

    /** A query parameter, read by something that refuses with an {@link IllegalArgumentException}. */
    public <T> Optional<T> query(String name, Function<String, T> parse) {
        return query(name).map(text -> {
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException | DateTimeException e) {
                throw Refusal.badRequest(
                        "request.parameter", "'" + name + "' cannot be '" + WireJson.shown(text) + "'");
            }
        });
    }

    /** A query parameter that is one of an enum's values, as they are written on the wire. */
    public <E extends Enum<E>> Optional<E> query(String name, Class<E> type) {
        return query(name, text -> {
            if (!text.equals(text.toLowerCase(Locale.ROOT)) || text.indexOf('_') >= 0) {
                throw new IllegalArgumentException(text);
            }
            return Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_'));
        });
    }

    /** True if this query parameter is {@code true}. */
    public boolean flag(String name) {
        return query(name, text -> switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException(text);
                })
                .orElse(false);
    }

    /** Which labels are asked for by {@code label=key=value} and {@code label=key}. */
    public LabelFilter labels() {
        return LabelFilter.of(queries("label"));
    }

    /** Which page of a list is asked for. */
    public PageRequest page() {
        return PageRequest.of(query("pageSize"), query("pageToken"));
    }

    /** A header. */
    public Optional<String> header(String name) {
        return incoming.header().apply(name);
    }

    /** The body, as this record. */
    public <T> T body(Class<T> type) {
        return WireJson.read(bytes(), type);
    }

    /** The body, as this record; empty if there is none. */
    public <T> Optional<T> bodyIfPresent(Class<T> type) {
        return bytes().length == 0 ? Optional.empty() : Optional.of(body(type));
    }

    /**
     * The body as it comes, for operations that take bytes.
     *
     * @param limit reading on fails after so many bytes
     */
    public InputStream stream(long limit) {
        if (incoming.bodyLength() > limit) {
            throw Refusal.tooLarge(limit);
        }
        return new BoundedBody(incoming.body(), limit, limits.requestTime().multipliedBy(20));
    }

    /** The key by which the same request is known again. */
    public Optional<String> idempotencyKey() {
        Optional<String> key = header("Idempotency-Key");
        if (key.isPresent() && !KEY.matcher(key.get()).matches()) {
            throw Refusal.badRequest(
                    "request.idempotency-key", "an Idempotency-Key has 1 to 128 visible ASCII characters");
        }
        return key;
    }

    /** What tells this request from another one with the same key. */
    public String fingerprint() {
        String line = endpoint.method() + ' ' + incoming.path() + ' ' + new TreeMap<>(incoming.query()) + '\n';
        byte[] head = line.getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(head, head.length + bytes().length);
        System.arraycopy(bytes(), 0, all, head.length, bytes().length);
        return EntityTag.of(all);
    }

    /** Passes if the caller has seen one of these representations, or did not say what it has seen. */
    public void requireUnchanged(Object... representations) {
        Optional<String> wanted = header("If-Match");
        if (wanted.isPresent()
                && Arrays.stream(representations)
                        .noneMatch(r -> EntityTag.names(wanted.get(), EntityTag.of(WireJson.bytes(r))))) {
            throw Refusal.changedMeanwhile("it is not what it was when you looked; look again, then decide");
        }
    }

    private byte[] bytes() {
        if (body == null) {
            body = readAll();
        }
        return body;
    }

    private byte[] readAll() {
        if (incoming.bodyLength() > limits.bodyBytes()) {
            throw Refusal.tooLarge(limits.bodyBytes());
        }
        byte[] all = new BoundedBody(incoming.body(), limits.bodyBytes(), limits.requestTime()).all();
        if (all.length > 0) {
            requireType();
        }
        return all;
    }

    private void requireType() {
        String type = header("Content-Type").orElse("").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (endpoint.body().isEmpty()) {
            throw Refusal.badRequest("request.body", "this takes no body");
        }
        if (!endpoint.body().contains(type)) {
            throw Refusal.of(
                    415,
                    "Another type of body is meant",
                    "request.content-type",
                    "the Content-Type is " + String.join(" or ", endpoint.body()));
        }
    }
}
