package dev.vivarium.core.model;

import dev.vivarium.cloudinit.Digest;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Which disk image a node starts from, as the user writes it:
 *
 * <ul>
 *   <li>{@code file:/path/image.qcow2} – a file on this host
 *   <li>{@code https://host/image.img#sha256:HEX} – fetched once, never used unless the digest is right
 *   <li>{@code template:NAME} – one that the hypervisor already has
 *   <li>{@code ubuntu-22.04} – a name of the catalogue
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

    /** A name of the catalogue. */
    record Named(String name) implements ImageReference {
        private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");

        /** @throws IllegalArgumentException if it is not a name */
        public Named {
            if (!FORM.matcher(name).matches()) {
                throw new IllegalArgumentException("'" + name + "' is neither file:PATH, https://…#sha256:HEX,"
                        + " template:NAME nor a name of the image catalogue");
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * Reads one of the four forms; a relative path is taken from the current directory.
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
