package dev.vivarium.proxmox.fake.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.proxmox.fake.http.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one caller may do: privileges by path, with all that is below it. Safe for threads. */
public final class Rights {
    private static final Pattern NAME = Pattern.compile("\\{([^}]+)}");
    private static final String EVERYTHING = "*";
    private final Map<String, Set<String>> granted = new ConcurrentHashMap<>();

    /** Nothing, yet. */
    public static Rights none() {
        return new Rights();
    }

    /** All privileges everywhere, as root and its tokens without separate privileges. */
    public static Rights all() {
        return new Rights().grant("/", EVERYTHING);
    }

    /** Adds privileges on a path and below; {@code /} is everywhere. */
    public Rights grant(String path, String... privileges) {
        granted.computeIfAbsent(path, p -> ConcurrentHashMap.newKeySet()).addAll(Arrays.asList(privileges));
        return this;
    }

    /** Takes privileges away again. */
    public Rights revoke(String path, String... privileges) {
        granted.getOrDefault(path, Set.of()).removeAll(Arrays.asList(privileges));
        return this;
    }

    /** What was granted, by path. */
    public Map<String, Set<String>> granted() {
        return Map.copyOf(granted);
    }

    /** Whether this privilege is there. The most specific path decides, as on the real one. */
    public boolean has(String path, String privilege) {
        for (String at = path; ; at = at.lastIndexOf('/') > 0 ? at.substring(0, at.lastIndexOf('/')) : "/") {
            Set<String> here = granted.get(at);
            if (here != null) {
                return here.contains(privilege) || here.contains(EVERYTHING);
            } else if (at.equals("/")) {
                return false;
            }
        }
    }

    /** @throws Refusal with 403 if one of these is missing */
    public void require(String path, String... privileges) {
        for (String privilege : privileges) {
            if (!has(path, privilege)) {
                throw Refusal.denied(path + ", " + privilege);
            }
        }
    }

    /** @throws Refusal with 403 if all of these are missing */
    public void requireAny(String path, String... privileges) {
        if (Arrays.stream(privileges).noneMatch(privilege -> has(path, privilege))) {
            throw Refusal.denied(path + ", " + String.join("|", privileges));
        }
    }

    /**
     * Checks what the schema asks of a caller.
     *
     * @throws Refusal with 403 if it is missing
     */
    public void check(JsonNode permissions, Map<String, String> parameters) {
        if (permissions.has("check")) {
            evaluate(permissions.get("check"), parameters);
        }
    }

    private void evaluate(JsonNode check, Map<String, String> parameters) {
        switch (check.get(0).asText()) {
            case "and" -> {
                for (int i = 1; i < check.size(); i++) {
                    evaluate(check.get(i), parameters);
                }
            }
            case "or" -> anyOf(check, parameters);
            default -> privileges(check, parameters);
        }
    }

    private void anyOf(JsonNode check, Map<String, String> parameters) {
        for (int i = 1; i < check.size(); i++) {
            try {
                evaluate(check.get(i), parameters);
                return;
            } catch (Refusal e) {
                // the next one may hold
            }
        }
        throw Refusal.denied("");
    }

    private void privileges(JsonNode check, Map<String, String> parameters) {
        boolean any = false;
        for (int i = 3; i + 1 < check.size(); i += 2) {
            String option = check.get(i).asText();
            any |= option.equals("any");
            if (option.equals("require_param")
                    && !parameters.containsKey(check.get(i + 1).asText())) {
                throw Refusal.denied("");
            }
        }
        Matcher name = NAME.matcher(check.get(1).asText());
        String path = name.replaceAll(m -> Matcher.quoteReplacement(parameters.getOrDefault(m.group(1), "")));
        List<String> wanted = new ArrayList<>();
        check.get(2).forEach(privilege -> wanted.add(privilege.asText()));
        if (any) {
            requireAny(path, wanted.toArray(String[]::new));
        } else {
            require(path, wanted.toArray(String[]::new));
        }
    }
}
