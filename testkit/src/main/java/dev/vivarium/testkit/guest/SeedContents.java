package dev.vivarium.testkit.guest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What cloud-init finds on a seed medium.
 *
 * @param login empty on a scrubbed seed
 * @param hostKeyPem empty on a scrubbed seed
 * @param files what it writes, by path
 */
record SeedContents(
        String instanceId,
        String hostname,
        Optional<Login> login,
        Optional<String> hostKeyPem,
        Map<String, String> files) {

    /** Who may log in. */
    record Login(String user, List<String> authorizedKeys) {}

    /**
     * Reads a seed medium; empty if this is none.
     *
     * @throws IOException if it cannot be read
     */
    static Optional<SeedContents> read(Path iso) throws IOException {
        Map<String, String> documents = IsoFiles.read(iso);
        if (!documents.containsKey("meta-data") || !documents.containsKey("user-data")) {
            return Optional.empty();
        }
        Map<?, ?> meta = yaml(documents, "meta-data");
        Map<?, ?> user = yaml(documents, "user-data");
        return Optional.of(new SeedContents(
                text(meta.get("instance-id")),
                text(meta.get("local-hostname")),
                list(user.get("users")).stream().findFirst().map(first -> login(map(first))),
                Optional.ofNullable(map(user.get("ssh_keys")).get("ed25519_private"))
                        .map(SeedContents::text),
                writtenFiles(user)));
    }

    /** Not the strict reader of our own documents: a guest reads YAML as it comes. */
    private static Map<?, ?> yaml(Map<String, String> documents, String name) throws IOException {
        try {
            return map(new Load(LoadSettings.builder().build()).loadFromString(documents.getOrDefault(name, "")));
        } catch (YamlEngineException e) {
            throw new IOException(name + " is no YAML: " + e.getMessage(), e);
        }
    }

    private static Login login(Map<?, ?> user) {
        return new Login(
                text(user.get("name")),
                list(user.get("ssh_authorized_keys")).stream()
                        .map(SeedContents::text)
                        .toList());
    }

    private static Map<String, String> writtenFiles(Map<?, ?> user) {
        Map<String, String> files = new LinkedHashMap<>();
        for (Object item : list(user.get("write_files"))) {
            Map<?, ?> file = map(item);
            byte[] content = Base64.getDecoder().decode(text(file.get("content")));
            byte[] plain = text(file.get("encoding")).startsWith("gz") ? unpacked(content) : content;
            files.put(text(file.get("path")), new String(plain, StandardCharsets.UTF_8));
        }
        return files;
    }

    private static byte[] unpacked(byte[] packed) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
