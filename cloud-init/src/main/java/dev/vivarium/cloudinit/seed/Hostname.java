package dev.vivarium.cloudinit.seed;

import dev.vivarium.cloudinit.Digest;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Host names by RFC 1123: one label of 1 to 63 lower-case letters, digits and hyphens. */
public final class Hostname {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final int ROOM = 50;

    private Hostname() {}

    /** True if it is such a name. */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    /**
     * A host name for whatever a person called the node: the name itself where that is possible, else what is left of it
     * and a few digits of its digest, so that two names do not become one.
     */
    public static String from(String name) {
        if (isValid(name) && !name.equals("localhost")) {
            return name;
        }
        String plain = Normalizer.normalize(name, Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        String said = plain.matches(".*[a-z].*") ? plain : ("node-" + plain).replaceAll("-+$", "");
        String start = said.substring(0, Math.min(said.length(), ROOM));
        return start.replaceAll("-+$", "") + "-"
                + Digest.of(name.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 6);
    }
}
