package dev.vivarium.cli.doctor;

import dev.vivarium.core.journal.DiskSpace;
import dev.vivarium.core.model.Size;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the system says of itself.
 *
 * @param root {@code /}, or a directory that plays it in a test
 * @param environment the process's variables
 */
record SystemFacts(Path root, Map<String, String> environment) {
    private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable:\\s+([0-9]{1,15}) kB$");
    private static final Pattern ASSIGNMENT = Pattern.compile("(?m)^([A-Z_]+)=\"?([^\"\n]*)\"?$");

    /** Memory that can be had without swapping. */
    Optional<Size> availableMemory() {
        Matcher m = AVAILABLE.matcher(text("proc/meminfo"));
        return m.find() && Long.parseLong(m.group(1)) >= 1024
                ? Optional.of(Size.MiB(Long.parseLong(m.group(1)) / 1024))
                : Optional.empty();
    }

    /** A value of {@code /etc/os-release}; empty if it says nothing. */
    String osRelease(String key) {
        return ASSIGNMENT
                .matcher(text("etc/os-release"))
                .results()
                .filter(m -> m.group(1).equals(key))
                .map(m -> m.group(2))
                .findFirst()
                .orElse("");
    }

    /** The program of this name on the search path, or where system programs are. */
    Optional<Path> program(String name) {
        String path = environment.getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
        return Arrays.stream(path.split(":"))
                .filter(directory -> directory.startsWith("/"))
                .map(directory -> root.resolve(directory.substring(1)).resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Space that is left where this directory is or would be. */
    static Optional<Size> freeSpace(Path directory) {
        long mebibytes = DiskSpace.free(directory) >> 20;
        return mebibytes > 0 ? Optional.of(Size.MiB(mebibytes)) : Optional.empty();
    }

    /** The directory, or the nearest one above it that exists. */
    static Path nearest(Path directory) {
        @Nullable Path at = directory.toAbsolutePath();
        while (at != null && !Files.exists(at)) {
            at = at.getParent();
        }
        return at == null ? Path.of("/") : at;
    }

    private String text(String path) {
        try {
            return Files.readString(root.resolve(path), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
