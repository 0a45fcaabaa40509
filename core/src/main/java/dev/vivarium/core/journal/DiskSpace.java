package dev.vivarium.core.journal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What is free on the disk below a path, and what people are told when that was too little. */
public final class DiskSpace {
    private static final long MEBIBYTE = 1 << 20;

    private DiskSpace() {}

    /** The bytes that this user may still write below a path, which need not exist yet. */
    public static long free(Path path) {
        Path existing = path.toAbsolutePath();
        for (Path parent = existing; parent != null; parent = parent.getParent()) {
            existing = parent;
            if (Files.exists(parent)) {
                break;
            }
        }
        return existing.toFile().getUsableSpace(); // a FileStore fails where / is no mount point, as in a chroot
    }

    /** True if a disk or a quota is full; Java has no type for it. */
    public static boolean isFull(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String words = String.valueOf(cause.getMessage());
            if (words.contains("No space left") || words.contains("quota exceeded")) {
                return true;
            }
        }
        return false;
    }

    /** What to do about a failure to write to this path, to be appended to what failed. */
    public static String remedy(Throwable failure, Path path) {
        return isFull(failure)
                ? "; " + words(free(path)) + " are free on that disk: make room there, then try again ('vivarium image"
                        + " prune' and 'vivarium bundle prune' give back what the cache holds and no node needs)"
                : "; check that its disk has space and that it belongs to you";
    }

    /** Such as {@code 12 KiB} or {@code 340 MiB}. */
    public static String words(long bytes) {
        return bytes < MEBIBYTE
                ? (bytes >> 10) + " KiB"
                : bytes < MEBIBYTE << 13
                        ? (bytes >> 20) + " MiB"
                        : String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (MEBIBYTE << 10));
    }
}
