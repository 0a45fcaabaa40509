package dev.vivarium.cli.image;

import dev.vivarium.core.image.StoredImage;
import dev.vivarium.core.journal.Leases;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How an image is told in a few words. */
final class ImageText {
    private static final double MEBIBYTE = 1 << 20;

    private ImageText() {}

    /** What the user called it, or how it was got. */
    static String name(StoredImage image) {
        return image.names().isEmpty()
                ? image.origins().stream().findFirst().orElse("-")
                : String.join(", ", image.names());
    }

    static String size(long bytes) {
        return bytes >= 10L << 30
                ? String.format(Locale.ROOT, "%.1f GiB", bytes / MEBIBYTE / 1024)
                : String.format(Locale.ROOT, "%.1f MiB", bytes / MEBIBYTE);
    }

    static String total(List<StoredImage> images) {
        return size(images.stream().mapToLong(StoredImage::bytes).sum());
    }

    static String users(StoredImage image) {
        return image.users().isEmpty()
                ? "-"
                : image.users().stream().map(Leases.Holder::text).collect(Collectors.joining(", "));
    }
}
