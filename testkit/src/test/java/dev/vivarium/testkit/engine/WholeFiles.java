package dev.vivarium.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.cloudinit.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What has its final name is whole, whatever happened while it was written. */
final class WholeFiles {
    private static final int SECTOR = 2048;
    private static final int BLOCKS_OF_VOLUME = 16 * SECTOR + 80;

    private WholeFiles() {}

    /** Images are what their digest says, media are as long as they say, and no draft was left. */
    static void check(Path root) throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(root)) {
            files = tree.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            assertThat(name).as("no draft").doesNotStartWith(".").doesNotEndWith(".copy");
            if (name.endsWith(".iso")) {
                assertThat(Files.size(file)).as(file.toString()).isEqualTo(volume(file));
            } else if (file.toString().contains("/images/images/")) {
                assertThat(Digest.ofFile(file).hex()).isEqualTo(name);
            }
        }
    }

    private static long volume(Path iso) throws IOException {
        ByteBuffer blocks = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(iso)) {
            channel.read(blocks, BLOCKS_OF_VOLUME);
        }
        return (long) blocks.getInt(0) * SECTOR;
    }
}
