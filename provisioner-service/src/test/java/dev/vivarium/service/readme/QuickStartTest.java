package dev.vivarium.service.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The quick start by curl as it stands in README, on a service of its own whose hypervisor is simulated. */
@Timeout(180)
final class QuickStartTest {
    private static final Pattern BLOCK = Pattern.compile("```bash\n(.*?)```\n```\n(.*?)```\n", Pattern.DOTALL);
    private static final String PORT = "8420";
    private static final String BETWEEN = "----8<----";

    @TempDir
    private Path directory;

    @BeforeEach
    void prepare() throws IOException {
        for (String tool : List.of("bash", "curl", "jq")) {
            assumeTrue(
                    Files.isExecutable(Path.of("/usr/bin", tool)) || Files.isExecutable(Path.of("/bin", tool)),
                    "needs " + tool + ": apt-get install " + tool);
        }
        byte[] disk = new byte[1024];
        disk[446 + 4] = (byte) 0x83; // one partition: enough to pass for an image
        disk[510] = 0x55;
        disk[511] = (byte) 0xaa;
        Path image = Files.write(directory.resolve("disk.raw"), disk);
        Files.writeString(
                directory.resolve("vivarium.yaml"),
                "version: 1\ncache: cache\nhypervisors: {local: {kind: simulated}}\ndefaults: {image: \"file:" + image
                        + "\"}\n");
        Files.writeString(
                Files.createDirectories(directory.resolve("AGI-core")).resolve("bundle.yaml"),
                "version: 1\nname: muse\nrelease: \"1\"\n");
    }

    @Test
    void everyBlockPrintsWhatStandsBelowIt() throws Exception {
        List<String> commands = new ArrayList<>();
        List<String> printed = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(section());
        while (blocks.find()) {
            commands.add(blocks.group(1));
            printed.add(blocks.group(2));
        }
        assertThat(commands).hasSize(5);
        assertThat(List.of(run(commands).split("\n?" + BETWEEN + "\n", -1)))
                .startsWith(printed.stream().map(String::strip).toArray(String[]::new));
    }

    private static String section() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        return readme.substring(readme.indexOf("## By REST"), readme.indexOf("<!-- that was the last one -->"));
    }

    /** All of them in one shell, which has a ./vivarium of its own and another port. */
    private String run(List<String> commands) throws IOException, InterruptedException {
        String port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = String.valueOf(free.getLocalPort());
        }
        StringBuilder script =
                new StringBuilder("set -euo pipefail; trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n");
        script.append(
                        "./vivarium() { exec \"$JAVA\" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp \"$CLASSES\" dev.vivarium.service.Main"
                                + " --config vivarium.yaml --port ")
                .append(port)
                .append("; }\n");
        for (String block : commands) {
            script.append(block.replace(PORT, port))
                    .append("\necho '")
                    .append(BETWEEN)
                    .append("'\n");
        }
        Path errors = directory.resolve("errors");
        ProcessBuilder bash = new ProcessBuilder("bash", "-c", script.toString())
                .directory(directory.toFile())
                .redirectError(errors.toFile());
        bash.environment().put("HOME", directory.toString());
        bash.environment()
                .put(
                        "JAVA",
                        Path.of(System.getProperty("java.home"), "bin/java").toString());
        bash.environment().put("CLASSES", System.getProperty("java.class.path"));
        bash.environment().keySet().removeIf(name -> name.startsWith("XDG_"));
        Process process = bash.start();
        String printed = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        process.waitFor(30, TimeUnit.SECONDS);
        assertThat(Files.readString(errors)).as(printed).doesNotContain("curl:", "jq:", "bash:");
        return printed;
    }
}
