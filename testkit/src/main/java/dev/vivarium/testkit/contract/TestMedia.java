package dev.vivarium.testkit.contract;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.model.Medium;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files that a hypervisor takes for ISO images: a volume descriptor with the label, and filling. Gone with {@link #close}. */
final class TestMedia implements AutoCloseable {
    private static final int SECTOR = 2048;
    private final List<Path> files = new ArrayList<>();

    /** A medium of this size, whose content differs with the label and the size. */
    Medium medium(int slot, String label, int kib) {
        byte[] content = new byte[kib * 1024];
        descriptor(content, 16 * SECTOR, 1, label);
        descriptor(content, 17 * SECTOR, 255, "");
        try {
            Path folder = Path.of(System.getProperty("java.io.tmpdir"));
            Files.createDirectories(folder);
            Path file = Files.createTempFile(folder, "medium-диск-", ".iso");
            files.add(file);
            Files.write(file, content);
            return new Medium(slot, label, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void descriptor(byte[] content, int at, int type, String label) {
        content[at] = (byte) type;
        byte[] magic = "CD001\1".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(magic, 0, content, at + 1, magic.length);
        byte[] name = label.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, content, at + 40, name.length);
    }

    static Digest digest(Medium medium) {
        return Digest.ofFile(medium.file());
    }

    @Override
    public void close() {
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
