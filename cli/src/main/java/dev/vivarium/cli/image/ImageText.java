package dev.vivarium.cli.image;

import dev.vivarium.cli.nodes.HeldImage;
import java.util.List;
import java.util.Locale;

/** How an image is told in a few words. */
final class ImageText {
    private static final double MEBIBYTE = 1 << 20;

    private ImageText() {}

    /** What the user called it, or how it was got. */
    static String name(HeldImage image) {
        return image.names().isEmpty()
                ? image.origins().stream().findFirst().orElse("-")
                : String.join(", ", image.names());
    }

    static String size(long bytes) {
        return bytes >= 10L << 30
                ? String.format(Locale.ROOT, "%.1f GiB", bytes / MEBIBYTE / 1024)
                : String.format(Locale.ROOT, "%.1f MiB", bytes / MEBIBYTE);
    }

    static String total(List<HeldImage> images) {
        return size(images.stream().mapToLong(HeldImage::bytes).sum());
    }

    static String users(HeldImage image) {
        return image.users().isEmpty() ? "-" : String.join(", ", image.users());
    }
}
