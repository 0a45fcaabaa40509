package dev.vivarium.cloudinit.bundle;

import dev.vivarium.cloudinit.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A bundle to begin with: it passes the check, and it runs. */
public final class BundleSkeleton {
    private static final List<String> FILES = List.of(
            BundleManifest.FILE_NAME,
            "boot/agent.service",
            "boot/agent.py",
            "boot/init.sh",
            "memory/first.md",
            "models/README.md");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    private BundleSkeleton() {}

    /**
     * Writes it into a new or empty directory.
     *
     * @param name the bundle's name
     * @throws InputException if the directory holds something, or the name is not one
     * @throws UncheckedIOException if it cannot be written
     */
    public static void write(Path directory, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new InputException(
                    directory.toString(),
                    0,
                    "'" + name + "' cannot be a bundle's name; use lower-case letters, digits and - . _ (--name)");
        }
        try {
            Files.createDirectories(directory);
            try (Stream<Path> there = Files.list(directory)) {
                if (there.findAny().isPresent()) {
                    throw new InputException(
                            directory.toString(), 0, "is not empty; a new bundle needs a new or empty directory");
                }
            }
            for (String directoryName : List.of("boot", "docker", "logs", "memory", "models")) {
                Files.createDirectories(directory.resolve(directoryName));
            }
            for (String file : FILES) {
                put(directory.resolve(file), resource("skeleton/" + file).replace("${name}", name));
            }
            put(directory.resolve("bundle.schema.json"), schema());
            Files.setPosixFilePermissions(
                    directory.resolve("boot/init.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the bundle " + directory + ": " + e, e);
        }
    }

    /** The JSON Schema of {@code bundle.yaml}, for editors. */
    public static String schema() {
        return resource("bundle.schema.json");
    }

    private static void put(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(BundleSkeleton.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
