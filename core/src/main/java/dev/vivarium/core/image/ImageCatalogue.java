package dev.vivarium.core.image;

import dev.vivarium.cloudinit.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;

/** The images that have a short name. */
final class ImageCatalogue {

    /**
     * Where a maker publishes an image.
     *
     * @param directory holds the image and {@code SHA256SUMS}; ends with a slash
     * @param file the image's name in it
     */
    record Entry(URI directory, String file) {
        URI sums() {
            return directory.resolve("SHA256SUMS");
        }

        URI image() {
            return directory.resolve(file);
        }

        /** The image's digest in the text of {@code SHA256SUMS}. */
        Optional<Digest> digest(String sums) {
            return sums.lines()
                    .map(line -> line.split("[ *]+", 2))
                    .filter(words -> words.length == 2 && words[1].equals(file) && words[0].matches("[0-9a-f]{64}"))
                    .map(words -> new Digest(words[0]))
                    .findFirst();
        }
    }

    private final Map<String, Entry> entries = new TreeMap<>();

    ImageCatalogue(Properties lines) {
        for (String name : new TreeSet<>(lines.stringPropertyNames())) {
            String[] words = lines.getProperty(name).strip().split("\\s+");
            entries.put(name, new Entry(URI.create(words[0]), words[1]));
        }
    }

    /** The catalogue that comes with this library. */
    static ImageCatalogue builtIn() {
        try (InputStream in = ImageCatalogue.class.getResourceAsStream("catalogue.properties")) {
            if (in == null) {
                throw new IllegalStateException("catalogue.properties is missing");
            }
            Properties lines = new Properties();
            lines.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            return new ImageCatalogue(lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Entry find(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw ImageErrors.unknownName(name, entries.keySet());
        }
        return entry;
    }
}
