package dev.vivarium.qemu;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.HexFormat;

/** The guest of {@code writer.s}, assembled: it writes to its disk, a MiB a second, and does nothing else. */
final class WritingGuest {
    private static final String CODE =
            "fa31c08ed88ed0bc007cb800108ec031ffb85656b90080fcf3abfba16c04f439066c0474f9be3f7cc744024000b80043b280cd13"
                    + "668106477c80000000ebdc10004000000000100008000000000000";

    private WritingGuest() {}

    /** Writes an image that QEMU's own BIOS starts. */
    static Path in(Path directory) throws IOException {
        Path disk = TestDisk.in(directory, 1 << 20);
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
            file.write(HexFormat.of().parseHex(CODE));
        }
        return disk;
    }
}
