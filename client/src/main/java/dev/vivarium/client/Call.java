package dev.vivarium.client;

import com.fasterxml.jackson.databind.JavaType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request, before it is known where it goes. */
final class Call {
    private final String method;
    private final StringBuilder target;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private byte @Nullable [] body;
    private String bodyType = "application/json";
    private @Nullable JavaType answer;
    private boolean keyed;
    private boolean matched;
    private int alsoFine;

    private Call(String method, String path, Object... segments) {
        this.method = method;
        this.target = new StringBuilder(path);
        int from = 0;
        for (Object segment : segments) {
            int at = target.indexOf("{}", from);
            String text = encoded(segment.toString());
            target.replace(at, at + 2, text);
            from = at + text.length();
        }
    }

    /** A request that may be repeated, with what stands in place of each {@code {}}. */
    static Call get(String path, Object... segments) {
        return new Call("GET", path, segments);
    }

    /** A change that takes no key. */
    static Call once(String method, String path, Object... segments) {
        return new Call(method, path, segments);
    }

    /** A change that may be repeated with its key. */
    static Call keyed(String method, String path, Object... segments) {
        Call call = new Call(method, path, segments);
        call.keyed = true;
        return call;
    }

    /** One that looks at {@code If-Match} too. */
    Call matched() {
        matched = true;
        return this;
    }

    Call query(String name, Optional<?> value) {
        value.ifPresent(v -> query(name, v));
        return this;
    }

    Call query(String name, Object value) {
        target.append(target.indexOf("?") < 0 ? '?' : '&')
                .append(name)
                .append('=')
                .append(encoded(value.toString()));
        return this;
    }

    /** Labels as filters: {@code key=value}, or the key alone where the value is empty. */
    Call labels(Map<String, String> labels) {
        labels.forEach((key, value) -> query("label", value.isEmpty() ? key : key + "=" + value));
        return this;
    }

    Call header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    Call json(Object value) {
        body = Wire.write(value);
        return this;
    }

    Call bytes(byte[] part) {
        body = part;
        bodyType = "application/octet-stream";
        return this;
    }

    Call answers(Class<?> type) {
        answer = Wire.type(type);
        return this;
    }

    Call answersPageOf(Class<?> item) {
        answer = Wire.pageOf(item);
        return this;
    }

    /** This status has the same answer as 200. */
    Call alsoFine(int status) {
        alsoFine = status;
        return this;
    }

    String method() {
        return method;
    }

    String target() {
        return target.toString();
    }

    Map<String, String> headers() {
        return headers;
    }

    byte @Nullable [] body() {
        return body;
    }

    String bodyType() {
        return bodyType;
    }

    @Nullable
    JavaType answer() {
        return answer;
    }

    boolean isKeyed() {
        return keyed;
    }

    boolean isMatched() {
        return matched;
    }

    boolean isFine(int status) {
        return status >= 200 && status < 300 || status == alsoFine;
    }

    /** True if nothing happens twice when it is sent twice. */
    boolean isRepeatable() {
        return keyed || method.equals("GET");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%3A", ":");
    }
}
