package dev.vivarium.service.http;

import java.util.Map;
import java.util.TreeMap;

/** What tells browsers to expect nothing of us but what we mean. */
final class SecurityHeaders {
    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";
    private static final String OWN_PAGES =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
                    + " object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private SecurityHeaders() {}

    static Map<String, String> of(String path, boolean secure) {
        Map<String, String> headers = new TreeMap<>();
        boolean page = path.equals("/docs") || path.startsWith("/docs/");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Content-Security-Policy", page ? OWN_PAGES : NOTHING);
        headers.put("Cache-Control", page ? "no-cache" : "no-store");
        if (secure) {
            headers.put("Strict-Transport-Security", "max-age=31536000");
        }
        return headers;
    }
}
