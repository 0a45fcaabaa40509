package dev.vivarium.cloudinit.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** What {@code lstat} says of a path. */
record UnixStat(int mode, long inode, long device, long size, FileTime modified, FileTime changed) {
    private static final int SET_ID_BITS = 06000;
    private static final int OWNER_EXECUTES = 0100;

    static UnixStat of(Path path) throws IOException {
        Map<String, Object> seen =
                Files.readAttributes(path, "unix:mode,ino,dev,size,lastModifiedTime,ctime", LinkOption.NOFOLLOW_LINKS);
        return new UnixStat(
                get(seen, "mode", Integer.class),
                get(seen, "ino", Long.class),
                get(seen, "dev", Long.class),
                get(seen, "size", Long.class),
                get(seen, "lastModifiedTime", FileTime.class),
                get(seen, "ctime", FileTime.class));
    }

    /** True if it runs with the rights of its owner or group. */
    boolean setsId() {
        return (mode & SET_ID_BITS) != 0;
    }

    boolean executable() {
        return (mode & OWNER_EXECUTES) != 0;
    }

    /** Changes whenever the content may have. */
    String stamp() {
        return device + " " + inode + " " + nanos(modified) + " " + nanos(changed);
    }

    private static long nanos(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }

    private static <T> T get(Map<String, Object> seen, String key, Class<T> type) {
        return type.cast(Objects.requireNonNull(seen.get(key)));
    }
}
