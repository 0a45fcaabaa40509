package dev.vivarium.cloudinit.iso;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.util.Arrays;

/** Bytes in ECMA-119's field formats; "both" is the number in little endian, then in big endian. */
final class Fields {
    /** The one date of every image, 2000-01-01 00:00:00 UTC, as directory records write it. */
    static final byte[] DATE = {100, 1, 1, 0, 0, 0, 0};

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

    Fields u8(int... values) {
        for (int value : values) {
            bytes.write(value);
        }
        return this;
    }

    Fields raw(byte[] value) {
        bytes.writeBytes(value);
        return this;
    }

    Fields zeros(int count) {
        return raw(new byte[count]);
    }

    Fields both16(int value) {
        return number(value, 2, ByteOrder.LITTLE_ENDIAN).number(value, 2, ByteOrder.BIG_ENDIAN);
    }

    Fields both32(long value) {
        return le32(value).be32(value);
    }

    Fields le32(long value) {
        return number(value, 4, ByteOrder.LITTLE_ENDIAN);
    }

    Fields be32(long value) {
        return number(value, 4, ByteOrder.BIG_ENDIAN);
    }

    Fields number(long value, int width, ByteOrder order) {
        if (value < 0 || value >>> (8 * width) != 0) {
            throw new IllegalArgumentException("does not fit into " + width + " bytes: " + value);
        }
        byte[] eight = ByteBuffer.allocate(8).order(order).putLong(value).array();
        int from = order == ByteOrder.LITTLE_ENDIAN ? 0 : 8 - width;
        return raw(Arrays.copyOfRange(eight, from, from + width));
    }

    /** The text, filled up with spaces to {@code width} bytes. */
    Fields text(String text, int width, Charset charset) {
        byte[] spaces = " ".repeat(width).getBytes(charset);
        byte[] value = Arrays.copyOf(text.getBytes(charset), width);
        int length = Math.min(width, text.getBytes(charset).length);
        System.arraycopy(spaces, 0, value, length, width - length);
        return raw(value);
    }

    /** Adds a zero if the length is odd. */
    Fields even() {
        return zeros(size() & 1);
    }

    int size() {
        return bytes.size();
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
