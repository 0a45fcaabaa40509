package dev.vivarium.core.keys;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The forms in which a master key is written: 64 hex digits (ours), base64, or the 32 bytes themselves. */
final class KeyText {
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{43}=?");

    private KeyText() {}

    static String hex(byte[] key) {
        return HexFormat.of().formatHex(key);
    }

    /** Reads any of the forms; the error does not repeat what was read. */
    static MasterKey parse(byte[] content, String where) {
        if (content.length == MasterKey.BYTES) {
            return MasterKey.of(content);
        }
        String text = new String(content, StandardCharsets.ISO_8859_1).trim();
        if (HEX.matcher(text).matches()) {
            return MasterKey.of(HexFormat.of().parseHex(text));
        }
        if (BASE64.matcher(text).matches()) {
            return MasterKey.of(
                    Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/')));
        }
        throw new VivariumException(
                Kind.INVALID,
                "key.damaged",
                where
                        + " does not hold a master key: 64 hex digits, or 32 bytes as base64. Put the backup back, or make a"
                        + " new one: openssl rand -hex 32");
    }
}
