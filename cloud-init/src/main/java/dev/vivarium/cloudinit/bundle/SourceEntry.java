package dev.vivarium.cloudinit.bundle;

/**
 * One thing in the bundle's directory, as it was seen by the scan.
 *
 * @param path relative, with {@code /} between its parts
 * @param kind what it is
 * @param size a file's length in bytes; 0 for others
 * @param executable whether its owner may execute it
 * @param target where a link leads, as written; empty for others
 * @param stamp changes whenever the content may have: device, inode, times of modification and of change
 */
record SourceEntry(String path, Kind kind, long size, boolean executable, String target, String stamp) {
    private static final long BLOCK = 4096;

    enum Kind {
        DIRECTORY,
        FILE,
        LINK
    }

    /** The space that it takes on a file system with blocks of 4 KiB, with a block for its inode and name. */
    long unpackedBytes() {
        return BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK;
    }

    /** True if this is the given path or lies below it. */
    boolean isWithin(String directory) {
        return path.equals(directory) || path.startsWith(directory + "/");
    }
}
