package dev.vivarium.service.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What somebody sends who means to break it. */
final class HostileParts {
    /** In tokens and secrets that are none; nothing that the service writes or answers may hold it. */
    static final String CANARY = "viv_canary7c0ffee";

    private static final List<String> HEADERS = List.of(
            "X-Forwarded-For: 127.0.0.1",
            "X-HTTP-Method-Override: DELETE",
            "Accept: text/html",
            "Accept: */*;q=broken",
            "Accept-Encoding: gzip, deflate, br",
            "Range: bytes=0-1,5-9999999999",
            "Expect: 200-ok",
            "If-None-Match: *",
            "If-Match: \"x\", W/\"y\"",
            "If-Modified-Since: yesterday",
            "traceparent: 00-zz-zz-01",
            "traceparent: 00-00000000000000000000000000000000-0000000000000000-00",
            "Cookie: a=b; a=b",
            "Origin: http://evil.example",
            "Upgrade: websocket",
            "Content-Encoding: gzip",
            "Last-Event-ID: -5",
            "Last-Event-ID: 99999999999999999999",
            "Idempotency-Key: ключ",
            "Host: evil.example",
            "X: ",
            "Forwarded: for=\"[::1]\"");

    private final Texts texts;
    private final Random random;

    HostileParts(Texts texts, Random random) {
        this.texts = texts;
        this.random = random;
    }

    String authorization() {
        return switch (random.nextInt(6)) {
            case 0 -> "X-No-Authorization: 1";
            case 1 -> "Authorization: Basic YWRtaW46YWRtaW4=";
            case 2 -> "Authorization: Bearer";
            case 3 -> "Authorization: Bearer " + CANARY.repeat(100);
            case 4 -> "Authorization: Bearer viv_" + "A".repeat(43);
            default -> "Authorization: Bearer " + CANARY;
        };
    }

    String method() {
        return List.of("HEAD", "OPTIONS", "TRACE", "BREW", "get", "PROPFIND", "CONNECT", "PATCH", "PUT")
                .get(random.nextInt(9));
    }

    String type(String type) {
        return List.of(
                        type,
                        type,
                        "text/plain",
                        "application/xml",
                        type + "; charset=utf-16",
                        "",
                        "*/*",
                        "a".repeat(200))
                .get(random.nextInt(8));
    }

    String target(String good) {
        String path = good.split("\\?", 2)[0];
        return switch (random.nextInt(10)) {
            case 0 -> path + "/";
            case 1 -> "/" + good;
            case 2 -> path.replace("/v1/", "/v1/../v1/");
            case 3 -> path.replace("/v1/", "/v1/%2e%2e/v1/");
            case 4 -> path + "?" + "a=b&".repeat(500);
            case 5 -> path + "?%gg=%";
            case 6 -> path + ";jsessionid=1";
            case 7 -> "/" + "a".repeat(3000 + random.nextInt(20000));
            case 8 -> "/docs/../" + "%2e%2e%2f".repeat(6) + "etc/passwd";
            default -> path.toUpperCase(java.util.Locale.ROOT) + "%00.json";
        };
    }

    void headers(List<String> headers) {
        switch (random.nextInt(4)) {
            case 0 -> {
                for (int i = 0; i < 100; i++) {
                    headers.add("X-Many-" + i + ": " + i);
                }
            }
            case 1 -> headers.add("X-Long: " + "a".repeat(20000));
            default -> headers.add(HEADERS.get(random.nextInt(HEADERS.size())));
        }
    }

    /** Says something untrue about the body's length. */
    void frame(List<String> headers, int length) {
        switch (random.nextInt(5)) {
            case 0 -> headers.add("Content-Length: -1");
            case 1 -> headers.add("Content-Length: " + "9".repeat(30));
            case 2 -> {
                headers.add("Content-Length: " + length);
                headers.add("Content-Length: " + (length + 1));
            }
            case 3 -> {
                headers.add("Transfer-Encoding: chunked");
                headers.add("Content-Length: " + length);
            }
            default -> headers.add("Transfer-Encoding: gzip, identity");
        }
    }

    byte[] body(String good) {
        return switch (random.nextInt(12)) {
            case 0 -> utf8("[".repeat(100_000));
            case 1 -> utf8("{\"name\":".repeat(20_000) + "1" + "}".repeat(20_000));
            case 2 -> utf8("{\"name\":\"" + "a".repeat((1 << 20) + 10) + "\"}");
            case 3 -> utf8(good.substring(0, good.length() / 2));
            case 4 -> utf8("\uFEFF" + good);
            case 5 -> utf8(good + good);
            case 6 -> good.getBytes(StandardCharsets.UTF_16);
            case 7 -> broken();
            case 8 -> utf8("{\"name\":\"a\",\"name\":\"b\"}");
            case 9 -> utf8("{\"name\":\"\\ud800\",\"secrets\":{\"TOKEN\":\"" + CANARY + "\"}}");
            case 10 -> utf8("{\"name\":NaN,\"cores\":1e999999,\"memoryMiB\":-0}");
            default -> utf8(texts.hostile());
        };
    }

    private byte[] broken() {
        byte[] bytes = new byte[200];
        random.nextBytes(bytes);
        bytes[0] = '"';
        return Arrays.copyOf(bytes, 1 + random.nextInt(199));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
