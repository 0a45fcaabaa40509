package dev.vivarium.service.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Texts that fit a pattern, and texts that nobody wants. Ids that the service really has are remembered and come again. */
final class Texts {
    static final List<String> HOSTILE = List.of(
            "",
            " ",
            "\u0000",
            "a\u0000b",
            "\r\nX-Injected: 1",
            "../../../../etc/passwd",
            "..%2f..%2fetc%2fpasswd",
            "%00",
            "%",
            "%zz",
            "%c0%ae%c0%ae/",
            "/etc/shadow",
            "file:///etc/passwd",
            "file:/proc/self/environ",
            "http://127.0.0.1:1/x",
            "http://[::1]:1/",
            "http://169.254.169.254/latest/meta-data",
            "https://0x7f000001/x#sha256:" + "0".repeat(64),
            "jar:file:/x!/y",
            "'; DROP TABLE nodes; --",
            "' OR '1'='1",
            "\" OR 1=1 --",
            "%' ESCAPE '",
            "${jndi:ldap://127.0.0.1:1/a}",
            "{{7*7}}",
            "<script>alert(1)</script>",
            "$(reboot)",
            "`id`",
            "-rf",
            "--help",
            "null",
            "true",
            "NaN",
            "1e400",
            "-1",
            "0x10",
            "99999999999999999999999999",
            "муза",
            "И\u0306",
            "\u202Eabc",
            "\uFEFFbom",
            "\uD83D\uDE00".repeat(20),
            "ﷺ".repeat(30),
            "a".repeat(64),
            "a".repeat(129),
            "a".repeat(5000),
            "é".repeat(3000),
            "\\u0000",
            "\\",
            "\u001B[31mred\u0007",
            "CON",
            ".",
            "..",
            "~root",
            "env:HOME",
            "file:",
            "env:",
            "template:../x",
            "sha256:" + "g".repeat(64));

    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

    private final Random random;
    private final List<String> ids = new ArrayList<>();
    private final List<String> usual = new ArrayList<>(List.of(
            "lab",
            "муза-2",
            "a",
            "team",
            "PT0S",
            "PT1S",
            "P1D",
            "PT90.5S",
            "env:HOME",
            "file:/no/such/file",
            "sha256:" + "0".repeat(64),
            "ubuntu-22.04",
            "medium",
            "снимок"));

    Texts(Random random) {
        this.random = random;
    }

    /** Something that good requests say now and then. */
    void know(String text) {
        usual.add(text);
    }

    /** An id that the service has; at most some thousand are kept. */
    void id(String id) {
        if (ids.size() < 4000) {
            ids.add(id);
        } else {
            ids.set(random.nextInt(ids.size()), id);
        }
    }

    String uuid() {
        return ids.isEmpty() || random.nextInt(5) == 0
                ? new UUID(random.nextLong(), random.nextLong()).toString()
                : ids.get(random.nextInt(ids.size()));
    }

    String hostile() {
        return HOSTILE.get(random.nextInt(HOSTILE.size()));
    }

    /** One that fits; a hostile one if none is known. */
    String fitting(String pattern, int least, int most) {
        List<String> tried = new ArrayList<>();
        tried.add(uuid());
        tried.addAll(usual);
        tried.add("x".repeat(Math.max(1, Math.min(most, 63))));
        tried.add("Ж".repeat(Math.max(1, least)));
        Pattern wanted = PATTERNS.computeIfAbsent(pattern, Pattern::compile);
        List<String> good = tried.stream()
                .filter(t -> t.codePointCount(0, t.length()) >= least && t.codePointCount(0, t.length()) <= most)
                .filter(t -> wanted.matcher(t).find())
                .toList();
        return good.isEmpty() ? hostile() : good.get(random.nextInt(good.size()));
    }
}
