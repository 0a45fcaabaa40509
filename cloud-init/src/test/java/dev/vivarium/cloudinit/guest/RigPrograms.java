package dev.vivarium.cloudinit.guest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;

/** The programs that a rig's script finds before, or instead of, those of the machine. */
final class RigPrograms {
    private final Path directory;

    RigPrograms(Path directory) {
        this.directory = directory;
    }

    void play(String tool, String script) throws IOException {
        Path file = Files.writeString(directory.resolve(tool), script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** From the resources of the same names. */
    void play(List<String> tools) throws IOException {
        for (String tool : tools) {
            try (InputStream in = Objects.requireNonNull(RigPrograms.class.getResourceAsStream(tool), tool)) {
                play(tool, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }

    /** A directory with links to all programs of the machine but this. */
    Path allBut(String tool) throws IOException {
        Path programs = Files.createDirectories(directory.resolve("programs"));
        for (String place : List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin")) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of(place))) {
                for (Path program : all) {
                    Path link = programs.resolve(program.getFileName());
                    if (!program.endsWith(tool) && !Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                        Files.createSymbolicLink(link, program);
                    }
                }
            }
        }
        return programs;
    }
}
