package dev.vivarium.cloudinit.yaml;

import dev.vivarium.cloudinit.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Strict reading of one YAML 1.2 document whose root is a map. Refused, with file and line: documents above
 * {@value #MAX_BYTES} bytes, nesting deeper than {@value #MAX_DEPTH}, anchors and aliases, explicit tags, duplicate keys, a
 * second document, text that is not UTF-8.
 */
public final class Yaml {
    /** The largest document that is read, in bytes of UTF-8. */
    public static final int MAX_BYTES = 1 << 20;

    /** The deepest nesting that is read. */
    public static final int MAX_DEPTH = 32;

    private Yaml() {}

    /**
     * Reads a document.
     *
     * @param sourceName the document's name in errors, such as {@code bundle.yaml}
     * @throws InputException if it is not one well-formed document with a map at its root, or breaks a limit
     */
    public static YamlMap read(String sourceName, String text) {
        if (text.length() > MAX_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw tooLarge(sourceName);
        }
        Node root = new DocumentReader(sourceName).read(text.startsWith("\uFEFF") ? text.substring(1) : text);
        return new YamlValue(sourceName, YamlMap.ROOT, root).asMap();
    }

    /**
     * Reads a file; its path is its name in errors.
     *
     * @throws InputException as {@link #read}, and if the file is missing
     * @throws UncheckedIOException if the file cannot be read
     */
    public static YamlMap readFile(Path file) {
        String name = file.toString();
        if (!Files.isRegularFile(file)) {
            throw new InputException(name, 0, "there is no such file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw tooLarge(name);
            }
            return read(name, decode(name, bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static String decode(String name, byte[] bytes) {
        ByteBuffer input = ByteBuffer.wrap(bytes);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(input).toString();
        } catch (CharacterCodingException e) {
            int line = 1;
            for (int i = 0; i < input.position(); i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            throw new InputException(name, line, "this is not UTF-8 text; save the file as UTF-8");
        }
    }

    private static InputException tooLarge(String name) {
        return new InputException(name, 0, "larger than " + MAX_BYTES + " bytes; no document of ours is");
    }
}
