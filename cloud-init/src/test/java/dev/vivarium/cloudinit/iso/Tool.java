package dev.vivarium.cloudinit.iso;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of the machine that reads images; a test that needs a missing one is skipped and says how to get it. */
public enum Tool {
    XORRISO("xorriso", "xorriso"),
    ISOINFO("isoinfo", "genisoimage"),
    BLKID("blkid", "util-linux");

    private final String command;
    private final String debianPackage;

    Tool(String command, String debianPackage) {
        this.command = command;
        this.debianPackage = debianPackage;
    }

    /** Runs it to its end and gives what it printed, both streams together. */
    public String run(Path directory, String... arguments) throws IOException, InterruptedException {
        assumeTrue(present(), command + " is missing; get it with: apt-get install " + debianPackage);
        Path output = Files.createTempFile(directory, command, ".out");
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(Arrays.asList(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        String printed = Files.readString(output, UTF_8);
        assertThat(ended).as("%s ends: %s", line, printed).isTrue();
        assertThat(process.exitValue()).as("%s: %s", line, printed).isZero();
        return printed;
    }

    private boolean present() {
        return Arrays.stream((System.getenv("PATH") + ":/usr/sbin:/sbin").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
    }
}
