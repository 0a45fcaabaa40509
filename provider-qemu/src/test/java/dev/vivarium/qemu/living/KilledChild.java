package dev.vivarium.qemu.living;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a {@link Child} and kills it, as {@code kill -9} does, as soon as it begins a step. */
final class KilledChild {
    private final Home home;

    KilledChild(Home home) {
        this.home = home;
    }

    /** @return true if it was killed there; false if it ended before */
    boolean killAt(String step, String... what) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                home.directory().toString(),
                home.image().toString(),
                home.bundle().toString()));
        command.addAll(List.of(what));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        StringBuilder said = new StringBuilder();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                said.append(line).append('\n');
                if (line.equals("step " + step)) {
                    process.destroyForcibly().waitFor();
                    return true;
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        if (!said.toString().contains("done")) {
            throw new AssertionError("the child failed by itself:\n" + said);
        }
        return false;
    }
}
