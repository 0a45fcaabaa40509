package dev.vivarium.core.spi;

import dev.vivarium.core.model.Machine;
import java.nio.charset.StandardCharsets;

/**
 * What a guest writes to its serial console. All of it is raw, as the guest wrote it: show it only after taking out control
 * codes. A provider keeps the end of it, some MiB, and forgets the rest.
 */
public interface Console {

    /** The last {@code maxBytes} bytes as text, or fewer if the provider does not keep so many. */
    String tail(Machine machine, int maxBytes);

    /** How many bytes were written since the machine was made, those that are forgotten too; grows while the guest writes. */
    long size(Machine machine);

    /**
     * What was written from this position on, for whoever follows. Characters are whole; what is forgotten already is left out.
     *
     * @param from a position as {@link #size} or {@link Part#next} gave it
     * @param maxBytes at least 4
     */
    Part read(Machine machine, long from, int maxBytes);

    /**
     * A piece of what was written.
     *
     * @param text its characters
     * @param next the position after it; the same as asked for if nothing is new
     */
    record Part(String text, long next) {

        /** The whole characters among these bytes. Those of one that is cut at the end belong to the next piece. */
        public static Part of(byte[] bytes, long at) {
            int whole = bytes.length;
            for (int back = 1; back <= Math.min(3, bytes.length); back++) {
                int b = bytes[bytes.length - back] & 0xff;
                if (b >= 0xc0) {
                    int length = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : 2;
                    whole = length > back ? bytes.length - back : bytes.length;
                    break;
                }
                if (b < 0x80) {
                    break;
                }
            }
            return new Part(new String(bytes, 0, whole, StandardCharsets.UTF_8), at + whole);
        }
    }
}
