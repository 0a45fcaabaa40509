package dev.vivarium.core.image;

import dev.vivarium.core.spi.Work;
import java.util.Locale;

/** Tells how far some bytes have come, in steps of a mebibyte or a percent at the least. */
final class Progress {
    private static final long STEP = 1 << 20;

    private final Work work;
    private final String what;
    private long total;
    private long told = -1;

    Progress(Work work, String what) {
        this.work = work;
        this.what = what;
    }

    /** @param bytes in all, or negative if nobody knows */
    void total(long bytes) {
        this.total = bytes;
    }

    /** So many have come; throws if the work was cancelled. */
    void at(long bytes) {
        work.checkCancelled();
        long step = Math.max(STEP, total / 100);
        if (told < 0 || bytes - told >= step || bytes < told || bytes == total) {
            told = bytes;
            work.progress(
                    total > 0 ? Math.min(1, (double) bytes / total) : -1,
                    what + ": " + size(bytes) + (total > 0 ? " of " + size(total) : ""));
        }
    }

    static String size(long bytes) {
        return bytes >= 10L << 30
                ? String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30))
                : String.format(Locale.ROOT, "%.1f MiB", bytes / (double) STEP);
    }
}
