package dev.vivarium.cloudinit.bundle;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Whether a large file is worth compressing, by a few samples of it: a millisecond or two, whatever its size. */
final class Compressibility {
    private static final int SAMPLES = 8;
    private static final int SAMPLE = 1 << 16;
    private static final int QUICK = 1;
    /** Weights in 16 bits save some tenth, and are worth it; what was compressed before saves nothing. */
    private static final double WORTH = 0.97;

    private Compressibility() {}

    /** False if the samples hardly shrink. The same content gives the same answer. */
    static boolean isWorthwhile(Path file, long size) throws IOException {
        long before = 0;
        long after = 0;
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer sample = ByteBuffer.allocate(SAMPLE);
            for (int i = 0; i < SAMPLES; i++) {
                sample.clear();
                int n = in.read(sample, Math.max(0, size - SAMPLE) / (SAMPLES - 1) * i);
                if (n > 0) {
                    before += n;
                    after += Zstd.compress(Arrays.copyOf(sample.array(), n), QUICK).length;
                }
            }
        }
        return after < before * WORTH;
    }
}
