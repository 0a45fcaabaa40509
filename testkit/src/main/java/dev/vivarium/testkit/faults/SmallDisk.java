package dev.vivarium.testkit.faults;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * A file system in memory, to be full in earnest.
 *
 * @param path where it is mounted
 */
public record SmallDisk(Path path) implements AutoCloseable {
    /** In this grain space is given out. */
    public static final int BLOCK_KIB = 4;

    /** Mounts one; the test is skipped where nobody may. */
    public static SmallDisk mount(Path path, int mebibytes) throws IOException, InterruptedException {
        Files.createDirectories(path);
        int rc = run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "none", path.toString());
        Assumptions.assumeTrue(rc == 0, "needs a small file system: run it as root where mount is allowed");
        return new SmallDisk(path);
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** Leaves this much free, or what there is if that is less. */
    public void fill(long freeKiB) throws IOException {
        empty();
        long size = path.toFile().getUsableSpace() - freeKiB * 1024;
        Files.write(ballast(), new byte[(int) Math.max(0, size)]);
    }

    /** There is space again. */
    public void empty() throws IOException {
        Files.deleteIfExists(ballast());
    }

    /** Makes it so small, or so large, that this much is free. */
    public void resize(long freeMiB) throws IOException, InterruptedException {
        File disk = path.toFile();
        long size = disk.getTotalSpace() - disk.getUsableSpace() + (freeMiB << 20);
        if (run("mount", "-o", "remount,size=" + size, path.toString()) != 0) {
            throw new IOException("cannot resize " + path);
        }
    }

    private Path ballast() {
        return path.resolve("ballast");
    }

    /** Unmounts it; what a process still holds goes with that process. */
    @Override
    public void close() throws IOException, InterruptedException {
        run("umount", "-l", path.toString());
    }
}
