package dev.vivarium.cloudinit.seed;

import dev.vivarium.cloudinit.Secret;
import dev.vivarium.cloudinit.iso.IsoWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

/** The NoCloud medium: an ISO image with the label {@code CIDATA} and a seed's documents at its root. */
public final class NoCloudIso {
    /** The volume label by which cloud-init finds it. */
    public static final String LABEL = "CIDATA";

    private NoCloudIso() {}

    /**
     * Writes the medium, readable by its owner alone from its first byte on; replaces one that is there in one step.
     * One writer at a time for one file.
     *
     * @throws IOException if it cannot be written; what was there before is then still there
     */
    public static void write(Seed seed, Path file) throws IOException {
        Path draft = file.resolveSibling("." + file.getFileName() + ".draft");
        Files.deleteIfExists(draft); // of a process that was killed; one name, so that no secrets pile up
        try {
            try (FileChannel channel = ownersOnly(draft);
                    IsoWriter iso = new IsoWriter(channel, LABEL)) {
                for (Map.Entry<String, Secret> document : seed.documents().entrySet()) {
                    try (OutputStream out = iso.file(document.getKey())) {
                        out.write(document.getValue().reveal().getBytes(StandardCharsets.UTF_8));
                    }
                }
                iso.finish();
                channel.force(true); // a journal may say next that it is there
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static FileChannel ownersOnly(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
}
