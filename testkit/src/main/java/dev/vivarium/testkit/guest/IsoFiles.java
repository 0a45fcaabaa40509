package dev.vivarium.testkit.guest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the text files at the root of an ISO image, by their Joliet names. As little as a guest needs to see its seed. */
final class IsoFiles {
    private static final int SECTOR = 2048;
    private static final int FIRST_DESCRIPTOR = 16;
    private static final int SUPPLEMENTARY = 2;
    private static final int TERMINATOR = 255;
    private static final int LARGEST = 1 << 20;

    private final FileChannel image;

    private IsoFiles(FileChannel image) {
        this.image = image;
    }

    /**
     * Names and contents; empty if the file is no such image.
     *
     * @throws IOException if it cannot be read, or is damaged
     */
    static Map<String, String> read(Path iso) throws IOException {
        try (FileChannel image = FileChannel.open(iso)) {
            return new IsoFiles(image).rootOfJoliet();
        } catch (RuntimeException e) {
            throw new IOException("not an ISO image that can be read: " + iso, e);
        }
    }

    private Map<String, String> rootOfJoliet() throws IOException {
        for (int sector = FIRST_DESCRIPTOR; ; sector++) {
            ByteBuffer descriptor = bytes((long) sector * SECTOR, SECTOR);
            int type = descriptor.get(0) & 0xff;
            if (type == TERMINATOR || !isDescriptor(descriptor)) {
                return Map.of();
            }
            if (type == SUPPLEMENTARY) {
                return files(descriptor.slice(156, 34).order(ByteOrder.LITTLE_ENDIAN));
            }
        }
    }

    private static boolean isDescriptor(ByteBuffer descriptor) {
        byte[] magic = new byte[5];
        descriptor.get(1, magic);
        return new String(magic, StandardCharsets.US_ASCII).equals("CD001");
    }

    private Map<String, String> files(ByteBuffer rootRecord) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        ByteBuffer directory = bytes(rootRecord.getInt(2) * (long) SECTOR, size(rootRecord));
        for (int at = 0; at < directory.limit(); ) {
            int length = directory.get(at) & 0xff;
            if (length == 0) {
                at = (at / SECTOR + 1) * SECTOR;
                continue;
            }
            ByteBuffer record = directory.slice(at, length).order(ByteOrder.LITTLE_ENDIAN);
            boolean isFile = (record.get(25) & 2) == 0;
            if (isFile) {
                ByteBuffer content = bytes(record.getInt(2) * (long) SECTOR, size(record));
                files.put(name(record), StandardCharsets.UTF_8.decode(content).toString());
            }
            at += length;
        }
        return files;
    }

    private static String name(ByteBuffer record) {
        byte[] name = new byte[record.get(32) & 0xff];
        record.get(33, name);
        String text = new String(name, StandardCharsets.UTF_16BE);
        int version = text.indexOf(';');
        return version < 0 ? text : text.substring(0, version);
    }

    private static int size(ByteBuffer record) throws IOException {
        int size = record.getInt(10);
        if (size < 0 || size > LARGEST) {
            throw new IOException("a seed has no files of " + size + " bytes");
        }
        return size;
    }

    private ByteBuffer bytes(long from, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (image.read(buffer, from + buffer.position()) < 0) {
                throw new IOException("the image ends too early");
            }
        }
        return buffer.flip();
    }
}
