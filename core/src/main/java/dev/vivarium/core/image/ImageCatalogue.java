package dev.vivarium.core.image;

import dev.vivarium.cloudinit.yaml.Yaml;
import dev.vivarium.cloudinit.yaml.YamlMap;
import dev.vivarium.cloudinit.yaml.YamlValue;
import dev.vivarium.core.image.CatalogueEntry.Signed;
import dev.vivarium.core.model.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** The images that have a short name; {@code catalogue.yaml} says what each line means. */
final class ImageCatalogue {
    private static final String RELEASE = "{release}";

    private final Map<String, Images> entries = new TreeMap<>();

    /** One name: its images, newest and dated. */
    private record Images(
            String latest, String pinned, String list, Checksum.Algorithm algorithm, Optional<Signature> signature) {}

    private record Signature(String file, String key, String fingerprint) {}

    /** @param keys gives a key's file by its name */
    ImageCatalogue(String yaml, Function<String, String> keys) {
        YamlMap root = Yaml.read("catalogue.yaml", yaml);
        root.required("version").asInt(1, 1);
        Map<String, YamlValue> images = root.required("images").asMap().entries();
        root.finish();
        images.forEach((name, image) -> entries.put(name, read(image.asMap(), keys)));
    }

    /** The catalogue that comes with this library. */
    static ImageCatalogue builtIn() {
        return new ImageCatalogue(resource("catalogue.yaml"), ImageCatalogue::resource);
    }

    /** The names that it has. */
    Set<String> names() {
        return entries.keySet();
    }

    /** @throws dev.vivarium.core.model.VivariumException NOT_FOUND {@code image.unknown} that names what there is */
    CatalogueEntry find(ImageReference.Named wanted) {
        Images images = entries.get(wanted.image());
        if (images == null) {
            throw ImageErrors.unknownName(wanted.name(), entries.keySet());
        }
        URI image = URI.create(wanted.release()
                .map(date -> images.pinned().replace(RELEASE, date))
                .orElse(images.latest()));
        return new CatalogueEntry(
                image,
                image.resolve(images.list()),
                images.algorithm(),
                images.signature().map(s -> new Signed(image.resolve(s.file()), s.key(), s.fingerprint())));
    }

    private static Images read(YamlMap image, Function<String, String> keys) {
        YamlMap checksums = image.required("checksums").asMap();
        Images read = new Images(
                image.required("latest").asString(),
                image.required("pinned").asString(),
                checksums.required("file").asString(),
                checksums.required("algorithm").asEnum(Checksum.Algorithm.class),
                image.optional("signature").map(s -> signature(s.asMap(), keys)));
        if (read.signature().isEmpty()) {
            image.required("unsigned").asMap().required("why").asString();
        }
        checksums.finish();
        image.finish();
        return read;
    }

    private static Signature signature(YamlMap given, Function<String, String> keys) {
        Signature signature = new Signature(
                given.required("file").asString(),
                keys.apply(given.required("key").asString()),
                given.required("fingerprint").asString());
        given.finish();
        return signature;
    }

    private static String resource(String name) {
        try (InputStream in = ImageCatalogue.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
