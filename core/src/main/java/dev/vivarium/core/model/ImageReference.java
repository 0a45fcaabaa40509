package dev.vivarium.core.model;

import dev.vivarium.cloudinit.Digest;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which disk image a node starts from, as the user writes it:
 *
 * <ul>
 *   <li>{@code file:/path/image.qcow2} – a file on this host
 *   <li>{@code https://host/image.img#sha256:HEX} – fetched once, never used unless the digest is right
 *   <li>{@code template:NAME} – one that the hypervisor already has
 *   <li>{@code ubuntu-22.04} – a name of the catalogue, or one that the user gave an image: the newest image of that name
 *   <li>{@code ubuntu-22.04@20240821} – the release of that day, for ever the same
 * </ul>
 */
public sealed interface ImageReference {

    /** A file on this host. */
    record LocalFile(Path file) implements ImageReference {
        @Override
        public String toString() {
            return "file:" + file;
        }
    }

    /** Fetched once over HTTPS (plain HTTP only from this computer itself). */
    record Download(URI address, Digest digest) implements ImageReference {
        @Override
        public String toString() {
            return address + "#" + digest;
        }
    }

    /** A template of the hypervisor. */
    record Template(String name) implements ImageReference {
        @Override
        public String toString() {
            return "template:" + name;
        }
    }

    /**
     * A name of the catalogue, or of the user's.
     *
     * @param name with {@code @} and a release where one is pinned
     */
    record Named(String name) implements ImageReference {
        private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}(@[0-9]{8}([.-][0-9]{1,8})?)?");

        /** @throws IllegalArgumentException if it is not a name */
        public Named {
            if (!FORM.matcher(name).matches()) {
                throw new IllegalArgumentException("'" + name + "' is neither file:PATH, https://…#sha256:HEX,"
                        + " template:NAME nor a name such as ubuntu-22.04 or ubuntu-22.04@20240821");
            }
        }

        /** The name without a release. */
        public String image() {
            return name.contains("@") ? name.substring(0, name.indexOf('@')) : name;
        }

        /** The release that is pinned, such as {@code 20240821}. */
        public Optional<String> release() {
            return name.contains("@") ? Optional.of(name.substring(name.indexOf('@') + 1)) : Optional.empty();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * Reads one of these forms; a relative path is taken from the current directory.
     *
     * @throws IllegalArgumentException that says what is wrong
     */
    static ImageReference parse(String text) {
        if (text.startsWith("file:")) {
            return new LocalFile(
                    Path.of(text.substring("file:".length())).toAbsolutePath().normalize());
        }
        if (text.startsWith("template:")) {
            return new Template(text.substring("template:".length()));
        }
        if (text.startsWith("https://") || text.startsWith("http://")) {
            int hash = text.indexOf('#');
            if (hash < 0) {
                throw new IllegalArgumentException(
                        "the image address needs its digest: " + text + "#sha256:… (64 hex digits)");
            }
            return new Download(URI.create(text.substring(0, hash)), Digest.parse(text.substring(hash + 1)));
        }
        return new Named(text);
    }
}
