package dev.vivarium.core.keys;

import dev.vivarium.cloudinit.Digest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** OpenSSH's own formats for Ed25519 keys (its file PROTOCOL.key), written without any randomness. */
final class OpenSshFormat {
    static final String TYPE = "ssh-ed25519";

    private static final int BLOCK = 8;
    private static final int LINE = 70;

    private OpenSshFormat() {}

    static byte[] publicBlob(byte[] publicBytes) {
        return concat(string(TYPE), string(publicBytes));
    }

    static String privatePem(byte[] seed, byte[] publicBytes, String comment) {
        byte[] whole = concat(
                "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII),
                string("none"),
                string("none"),
                string(""),
                number(1),
                string(publicBlob(publicBytes)),
                string(privateBlob(seed, publicBytes, comment)));
        String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(whole);
        return "-----BEGIN OPENSSH PRIVATE KEY-----\n" + body + "\n-----END OPENSSH PRIVATE KEY-----\n";
    }

    private static byte[] privateBlob(byte[] seed, byte[] publicBytes, String comment) {
        byte[] check = checkNumber(publicBytes);
        byte[] content = concat(
                check,
                check,
                publicBlob(publicBytes),
                string(concat(seed, publicBytes)),
                string(comment.getBytes(StandardCharsets.UTF_8)));
        byte[] padding = new byte[Math.floorMod(-content.length, BLOCK)];
        for (int i = 0; i < padding.length; i++) {
            padding[i] = (byte) (i + 1);
        }
        return concat(content, padding);
    }

    /** Random in OpenSSH; it only shows whether a passphrase was right, so it may as well follow from the public key. */
    private static byte[] checkNumber(byte[] publicBytes) {
        return Arrays.copyOf(Digest.newSha256().digest(publicBytes), Integer.BYTES);
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] string(String text) {
        return string(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] string(byte[] bytes) {
        return concat(number(bytes.length), bytes);
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }
}
