package dev.vivarium.bench;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Programs of this machine that we compare ourselves with. */
final class RawTool {
    private static final long LIMIT_MINUTES = 10;
    private static final int HEAD = 4096;

    private RawTool() {}

    /** True if the program is on the {@code PATH}. */
    static boolean has(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(directory -> !directory.isEmpty())
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    /** The command that makes ISO images, with the options that come close to what we write; empty if there is none. */
    static Optional<String> isoMaker() {
        if (has("genisoimage")) {
            return Optional.of("genisoimage -quiet -J -R");
        }
        return has("xorriso") ? Optional.of("xorriso -as mkisofs -quiet -J -R") : Optional.empty();
    }

    /**
     * Runs a line of bash in a directory.
     *
     * @param words what the line finds as {@code $0}, {@code $1} …; nothing from outside is part of the line itself
     * @throws IOException if it fails, with what it said, or takes 10 minutes
     */
    static void bash(Path directory, String line, String... words) throws IOException, InterruptedException {
        Path said = directory.resolve("said");
        List<String> command = new ArrayList<>(List.of("bash", "-euo", "pipefail", "-c", line));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                throw new IOException("no end after " + LIMIT_MINUTES + " minutes: " + line);
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new IOException(line + " ended with " + process.exitValue() + ": " + head(said));
        }
    }

    /** Runs a script that prints a path as its last line, such as those that build what measurements need. */
    static Path lastLine(Path script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("bash", script.toString())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said;
        try (InputStream out = process.getInputStream()) {
            said = new String(out.readNBytes(HEAD), StandardCharsets.UTF_8).strip();
        }
        if (process.waitFor() != 0 || said.isEmpty()) {
            throw new IOException(script + " ended with " + process.exitValue());
        }
        return Path.of(said.substring(said.lastIndexOf('\n') + 1));
    }

    private static String head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(HEAD), StandardCharsets.UTF_8).strip();
        }
    }
}
