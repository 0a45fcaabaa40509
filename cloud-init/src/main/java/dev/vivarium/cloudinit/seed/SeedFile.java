package dev.vivarium.cloudinit.seed;

import dev.vivarium.cloudinit.Secret;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A file that cloud-init writes into the guest at the first boot; it belongs to root.
 *
 * @param path absolute, without {@code ..}
 * @param permissions four octal digits, such as {@code 0644}
 * @param content the text; a {@link Secret} as it may be one
 */
public record SeedFile(String path, String permissions, Secret content) {
    private static final Pattern PATH = Pattern.compile("(/[^/\\x00-\\x1f]+)+");
    private static final Pattern PERMISSIONS = Pattern.compile("[0-7]{4}");

    /** @throws IllegalArgumentException if path or permissions have another form, or the content is not Unicode text */
    public SeedFile {
        if (!PATH.matcher(path).matches() || (path + "/").contains("/../")) {
            throw new IllegalArgumentException("not an absolute path of a file: " + path);
        }
        if (!PERMISSIONS.matcher(permissions).matches()) {
            throw new IllegalArgumentException("permissions are four octal digits, not " + permissions);
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(content.reveal())) {
            throw new IllegalArgumentException("the content of " + path + " has half a surrogate pair");
        }
    }

    /** A file that everybody in the guest may read. */
    public static SeedFile readable(String path, String text) {
        return new SeedFile(path, "0644", Secret.of(text));
    }

    /** A program. */
    public static SeedFile program(String path, String text) {
        return new SeedFile(path, "0755", Secret.of(text));
    }

    /** A file for root alone. */
    public static SeedFile secret(String path, Secret text) {
        return new SeedFile(path, "0600", text);
    }

    byte[] bytes() {
        return content.reveal().getBytes(StandardCharsets.UTF_8);
    }
}
