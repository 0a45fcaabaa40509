package dev.vivarium.testkit.simulated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An image and bundles that simulated machines can be made of. */
public final class SampleFiles {
    private static final String MANIFEST = """
            version: 1
            name: muse
            release: "%s"
            services:
              - unit: boot/muse.service
            ports:
              - name: agent
                port: 8080
            health:
              - name: agent
                http: {port: 8080, path: /health}
            probes:
              - name: greeting
                prompt: Привет!
                port: 8080
                expect: {contains: "${node.name}"}
            """;

    private SampleFiles() {}

    /** The header of an empty qcow2 image of 1 GiB; nothing that is simulated reads further. */
    public static Path image(Path file) {
        ByteBuffer header = ByteBuffer.allocate(65536 * 4);
        header.putInt(0x514649fb).putInt(3).putLong(0).putInt(0).putInt(16).putLong(1L << 30);
        header.putInt(0)
                .putInt(2)
                .putLong(196608)
                .putLong(65536)
                .putInt(1)
                .putInt(0)
                .putLong(0);
        header.putLong(0).putLong(0).putLong(0).putInt(4).putInt(104);
        try {
            return Files.write(file, header.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A bundle that greets by the node's name.
     *
     * @param more keys of its manifest
     */
    public static Path bundle(Path root, String release, String more) {
        try {
            for (String part : List.of("models", "docker", "boot", "logs", "memory")) {
                Files.createDirectories(root.resolve(part));
            }
            Files.writeString(root.resolve("models/вес.bin"), "weights");
            Files.writeString(root.resolve("boot/muse.service"), "[Service]\nExecStart=/bin/true\n");
            for (String hook : List.of("quiesce", "resume")) {
                Files.writeString(root.resolve("boot/" + hook + ".sh"), "exit 0\n");
            }
            Files.writeString(root.resolve("boot/release"), release);
            Files.writeString(root.resolve("bundle.yaml"), MANIFEST.formatted(release) + more);
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
