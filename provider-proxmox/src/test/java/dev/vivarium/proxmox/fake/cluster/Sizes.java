package dev.vivarium.proxmox.fake.cluster;

/** Sizes as PVE writes them. */
public final class Sizes {
    private static final String UNITS = "KMGT";

    private Sizes() {}

    /** Reads {@code 4M}, {@code 1G} or a number of bytes. */
    public static long parse(String text) {
        int unit = UNITS.indexOf(text.charAt(text.length() - 1));
        double number = Double.parseDouble(unit < 0 ? text : text.substring(0, text.length() - 1));
        return (long) (number * (1L << (10 * (unit + 1))));
    }

    /** The largest unit in which it is a whole number. */
    public static String format(long bytes) {
        int unit = 0;
        long size = bytes;
        while (unit < UNITS.length() && size % 1024 == 0) {
            size /= 1024;
            unit++;
        }
        return size + (unit == 0 ? "" : UNITS.substring(unit - 1, unit));
    }

    /** For a log: {@code 528.0 KiB}. */
    public static String human(long bytes) {
        if (bytes < 1024) {
            return bytes + ".0 B";
        }
        int unit = 0;
        double size = bytes;
        while (size >= 1024 && unit < UNITS.length()) {
            size /= 1024;
            unit++;
        }
        return String.format(java.util.Locale.ROOT, "%.1f %siB", size, UNITS.charAt(unit - 1));
    }
}
