package dev.vivarium.core.image;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.journal.DiskSpace;
import dev.vivarium.core.journal.Leases.Holder;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Collectors;

/** The failures of getting an image: codes and wording in one place. */
final class ImageErrors {
    private ImageErrors() {}

    static VivariumException invalid(String code, String message) {
        return new VivariumException(Kind.INVALID, code, message);
    }

    static VivariumException missing(Path file) {
        return new VivariumException(
                Kind.NOT_FOUND, "image.missing", "the image " + file + " is not there, or is no file that we may read");
    }

    static VivariumException changing(Path file) {
        return new VivariumException(
                Kind.CONFLICT,
                "image.changing",
                file + " changed while it was copied; stop what writes to it, then try again");
    }

    static VivariumException unknownName(String name, Iterable<String> known) {
        return new VivariumException(
                Kind.NOT_FOUND,
                "image.unknown",
                "the image catalogue has no '" + name + "', only: " + String.join(", ", known)
                        + "; or give file:PATH or https://…#sha256:HEX");
    }

    static VivariumException status(URI address, int status) {
        String where = shown(address);
        if (status == 404 || status == 410) {
            return new VivariumException(Kind.NOT_FOUND, "image.missing", where + " does not exist there any more");
        }
        if (status == 401 || status == 403) {
            return new VivariumException(
                    Kind.DENIED, "image.denied", where + " is not given to us (HTTP " + status + ")");
        }
        return invalid("image.refused", where + " answered HTTP " + status);
    }

    static VivariumException unavailable(URI address, IOException cause) {
        return new VivariumException(
                Kind.UNAVAILABLE,
                "image.unavailable",
                shown(address) + " cannot be fetched: " + reason(cause)
                        + "; what has come is kept, and the next try goes on from there",
                cause);
    }

    static VivariumException insecure(URI address, String why) {
        return invalid("image.insecure", shown(address) + " is refused: " + why);
    }

    static VivariumException tooLarge(URI address, long limit) {
        return invalid("image.too-large", shown(address) + " is larger than the limit of " + Progress.size(limit));
    }

    static VivariumException wrongDigest(URI address, Checksum wanted, Checksum got) {
        return invalid(
                "image.digest",
                "what " + shown(address) + " gives has the digest " + got + ", not " + wanted
                        + " as wanted; it was thrown away. If the image was renewed, take its new digest from its maker");
    }

    static VivariumException wrongDigest(Path file, Digest wanted, Digest got) {
        return invalid(
                "image.digest",
                file + " has the digest " + got + ", not " + wanted
                        + " as wanted; copy it once more from where it came");
    }

    static VivariumException unsigned(URI list, String why) {
        return invalid(
                "image.signature",
                "the signature of " + shown(list) + " " + why
                        + "; nothing was fetched. If its maker is just publishing,"
                        + " try again in some minutes; otherwise something between here and there is not what it says");
    }

    static VivariumException hostile(Path file, String what) {
        return invalid(
                "image.hostile",
                file + " " + what + "; if you trust its maker, make it whole: qemu-img convert -O qcow2 IN OUT");
    }

    static VivariumException damaged(Path file, String what) {
        return invalid("image.format", file + " is damaged: " + what);
    }

    static VivariumException used(String image, Collection<Holder> holders) {
        return new VivariumException(
                Kind.CONFLICT,
                "image.used",
                image + " is used by " + holders.stream().map(Holder::text).collect(Collectors.joining(", "))
                        + "; remove that first");
    }

    static VivariumException notHere(String image) {
        return new VivariumException(
                Kind.NOT_FOUND, "image.missing", "there is no image " + image + " here; see: vivarium image ls");
    }

    static VivariumException noSpace(long needed, Path directory) {
        return new VivariumException(
                Kind.CAPACITY,
                "image.space",
                "the image needs " + Progress.size(needed) + " of space in " + directory + ", where "
                        + DiskSpace.words(DiskSpace.free(directory)) + " are free; make room"
                        + " ('vivarium image prune', 'vivarium bundle prune'), or choose another cache directory");
    }

    static VivariumException disk(Path directory, IOException cause) {
        String message = "the image cannot be read, or written to " + directory + ": " + reason(cause);
        return DiskSpace.isFull(cause)
                ? new VivariumException(
                        Kind.CAPACITY, "image.space", message + DiskSpace.remedy(cause, directory), cause)
                : new VivariumException(Kind.INTERNAL, "image.disk", message, cause);
    }

    /** True for what no other server or network can mend. */
    static boolean isOfTheDisk(IOException e) {
        return e instanceof FileSystemException || DiskSpace.isFull(e);
    }

    /** Without what follows the path: it may be a signature that gives access. */
    static String shown(URI address) {
        String port = address.getPort() < 0 ? "" : ":" + address.getPort();
        return address.getScheme() + "://" + address.getHost() + port + address.getPath();
    }

    private static String reason(IOException e) {
        if (e.getMessage() != null && !e.getMessage().isBlank()) {
            return e.getMessage();
        }
        return e instanceof ConnectException ? "there is no connection to it" : "the connection was lost";
    }
}
