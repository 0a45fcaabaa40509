package dev.vivarium.cloudinit.iso;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** An independent reader of small images: each name space as path → content, checking what ECMA-119 and SUSP ask for on the way. */
final class IsoReader {
    private final byte[] image;
    private final boolean joliet;
    private final Map<String, byte[]> files = new TreeMap<>();
    private final Map<String, Integer> modes = new TreeMap<>();

    private IsoReader(byte[] image, boolean joliet) {
        this.image = image;
        this.joliet = joliet;
        int descriptor = (joliet ? 17 : 16) * 2048;
        assertThat(image[descriptor]).isEqualTo((byte) (joliet ? 2 : 1));
        assertThat(new String(image, descriptor + 1, 5, US_ASCII)).isEqualTo("CD001");
        assertThat(both32(descriptor + 80)).isEqualTo(image.length / 2048);
        walk("", both32(descriptor + 156 + 2), both32(descriptor + 156 + 10));
    }

    static IsoReader rockRidge(byte[] image) {
        return new IsoReader(image, false);
    }

    static IsoReader joliet(byte[] image) {
        return new IsoReader(image, true);
    }

    /** The files' contents by path; a directory is a path that ends in a slash. */
    Map<String, byte[]> files() {
        return files;
    }

    /** Type and permission bits by path; Rock Ridge only. */
    Map<String, Integer> modes() {
        return modes;
    }

    private void walk(String directory, long sector, long size) {
        assertThat(size % 2048).isZero();
        int start = Math.toIntExact(sector * 2048);
        byte[] before = {};
        int index = 0;
        for (int at = start; at < start + size; ) {
            int length = image[at] & 0xff;
            if (length == 0) { // the rest of this sector is empty
                at = (at / 2048 + 1) * 2048;
                continue;
            }
            assertThat(length % 2).isZero();
            assertThat(at / 2048).as("a record within one sector").isEqualTo((at + length - 1) / 2048);
            byte[] identifier = Arrays.copyOfRange(image, at + 33, at + 33 + (image[at + 32] & 0xff));
            if (index > 2) {
                assertThat(Arrays.compareUnsigned(key(before), key(identifier)))
                        .as("order")
                        .isNegative();
            }
            before = identifier;
            if (index++ >= 2) {
                entry(directory, at, length, identifier);
            }
            at += length;
        }
    }

    private void entry(String directory, int at, int length, byte[] identifier) {
        String path = directory + (joliet ? decoded(identifier) : rockRidgeName(at, length, identifier.length));
        long sector = both32(at + 2);
        long size = both32(at + 10);
        if ((image[at + 25] & 2) != 0) {
            files.put(path + "/", new byte[0]);
            walk(path + "/", sector, size);
        } else {
            int from = Math.toIntExact(sector * 2048);
            byte[] content = Arrays.copyOfRange(image, from, from + Math.toIntExact(size));
            assertThat(files.put(path, content)).as("twice: " + path).isNull();
        }
    }

    private String rockRidgeName(int at, int length, int identifierLength) {
        int start = at + 33 + identifierLength + (identifierLength % 2 == 0 ? 1 : 0);
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        int mode = systemUse(start, at + length, name);
        String text = name.toString(UTF_8);
        modes.put(text, mode);
        return text;
    }

    private int systemUse(int start, int end, ByteArrayOutputStream name) {
        int mode = -1;
        int length;
        for (int at = start; at + 4 <= end; at += length) {
            length = image[at + 2] & 0xff;
            assertThat(image[at + 3]).as("version").isEqualTo((byte) 1);
            switch (new String(image, at, 2, US_ASCII)) {
                case "NM" -> name.write(image, at + 5, length - 5);
                case "PX" -> mode = Math.toIntExact(both32(at + 4));
                case "CE" -> {
                    int area = Math.toIntExact(both32(at + 4) * 2048 + both32(at + 12));
                    assertThat(both32(at + 12) + both32(at + 20)).isLessThanOrEqualTo(2048);
                    systemUse(area, area + Math.toIntExact(both32(at + 20)), name);
                }
                case "TF" -> assertThat(length).isEqualTo(26);
                default -> throw new AssertionError("unknown entry at " + at);
            }
        }
        return mode;
    }

    private long both32(int at) {
        long little = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).getInt(at) & 0xffff_ffffL;
        long big = ByteBuffer.wrap(image).order(ByteOrder.BIG_ENDIAN).getInt(at + 4) & 0xffff_ffffL;
        assertThat(little).isEqualTo(big);
        return little;
    }

    /** Names compare as if filled up: in level 1 the dot then comes before all that a name may hold. */
    private byte[] key(byte[] identifier) {
        return joliet
                ? decoded(identifier).getBytes(UTF_16BE)
                : new String(identifier, US_ASCII).replaceFirst(";1$", "").getBytes(US_ASCII);
    }

    private static String decoded(byte[] identifier) {
        return new String(identifier, UTF_16BE).replaceFirst(";1$", "");
    }
}
