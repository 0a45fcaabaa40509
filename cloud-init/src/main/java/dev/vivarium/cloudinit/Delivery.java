package dev.vivarium.cloudinit;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the packed layers come into a guest. Each ends in the same: a file that the guest mounts, proves by its digest and unpacks.
 * As the user writes them:
 *
 * <ul>
 *   <li>{@code medium} – in the machine's drives; needs no network
 *   <li>{@code sftp} – sent over the pinned SSH connection once it stands
 *   <li>{@code url=https://host/dir} – the guest fetches {@code DIGEST.iso} there; plain HTTP too, as the digest is the proof
 *   <li>{@code nfs=host:/export} – the guest mounts it and finds {@code DIGEST.iso} in it
 *   <li>{@code smb=//host/share} – likewise; as a guest, or {@code smb=//host/share,credentials=FILE} with a file on this
 *       computer that has the lines {@code username=…} and {@code password=…}
 * </ul>
 */
public sealed interface Delivery {

    /** In the machine's drives. */
    record Medium() implements Delivery {
        @Override
        public String toString() {
            return "medium";
        }
    }

    /** Over the SSH connection. */
    record Sftp() implements Delivery {
        @Override
        public String toString() {
            return "sftp";
        }
    }

    /** Fetched by the guest. @param base without a {@code /} at its end */
    record Url(URI base) implements Delivery {
        private static final Pattern FORM =
                Pattern.compile("https?://[A-Za-z0-9\\[][!#$%&'*+,./:=@\\[\\]_~A-Za-z0-9-]*");

        /** @throws IllegalArgumentException if it is no address to fetch from */
        public Url {
            if (!FORM.matcher(base.toString()).matches() || base.getHost() == null || base.getUserInfo() != null) {
                throw new IllegalArgumentException(
                        "'" + base
                                + "' is no address of http:// or https://, with a host and without user, query and white space");
            }
        }

        @Override
        public String toString() {
            return "url=" + base;
        }
    }

    /** An NFS export. @param source {@code host:/export} */
    record Nfs(String source) implements Delivery {
        private static final Pattern FORM =
                Pattern.compile("(?:[A-Za-z0-9][A-Za-z0-9.-]*|\\[[0-9A-Fa-f:]+\\]):/[^\\s,\\p{Cntrl}]*");

        /** @throws IllegalArgumentException if it is no export */
        public Nfs {
            if (!FORM.matcher(source).matches()) {
                throw new IllegalArgumentException("'" + source + "' is no NFS export such as host:/srv/bundles");
            }
        }

        @Override
        public String toString() {
            return "nfs=" + source;
        }
    }

    /**
     * An SMB share.
     *
     * @param share {@code //host/share}
     * @param credentials a file on this computer; without one the guest comes as a guest
     */
    record Smb(String share, Optional<Path> credentials) implements Delivery {
        private static final Pattern FORM = Pattern.compile("//[A-Za-z0-9][A-Za-z0-9.-]*(?:/[^\\s,/\\p{Cntrl}]+)+");

        /** @throws IllegalArgumentException if it is no share */
        public Smb {
            if (!FORM.matcher(share).matches()) {
                throw new IllegalArgumentException("'" + share + "' is no SMB share such as //host/bundles");
            }
        }

        @Override
        public String toString() {
            return "smb=" + share + credentials.map(f -> ",credentials=" + f).orElse("");
        }
    }

    /**
     * Reads one of the forms; a relative path is taken from the current directory.
     *
     * @throws IllegalArgumentException that says what is wrong
     */
    static Delivery parse(String text) {
        int equals = text.indexOf('=');
        String place = text.substring(equals + 1);
        return switch (equals < 0 ? text : text.substring(0, equals + 1)) {
            case "medium" -> new Medium();
            case "sftp" -> new Sftp();
            case "url=" -> url(place);
            case "nfs=" -> new Nfs(place);
            case "smb=" -> smb(place);
            default ->
                throw new IllegalArgumentException(
                        "'" + text
                                + "' is no delivery; known are medium, sftp, url=https://HOST/DIR, nfs=HOST:/EXPORT, smb=//HOST/SHARE");
        };
    }

    private static Url url(String place) {
        try {
            return new Url(new URI(place.endsWith("/") ? place.substring(0, place.length() - 1) : place));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("'" + place + "' is no address: " + e.getReason(), e);
        }
    }

    private static Smb smb(String place) {
        String key = ",credentials=";
        int comma = place.indexOf(key);
        return comma < 0
                ? new Smb(place, Optional.empty())
                : new Smb(
                        place.substring(0, comma),
                        Optional.of(Path.of(place.substring(comma + key.length()))
                                .toAbsolutePath()
                                .normalize()));
    }
}
