package dev.vivarium.qemu.living;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Releases of muse: with hooks that leave a trace and a secret; with another agent; with an agent that does not start. */
final class Releases {
    private static final String MEMORY = "return {\"count\": self.count,";

    private Releases() {}

    /** The one that the node is made with. */
    static Path first(Path directory, Path muse) throws IOException, InterruptedException {
        Path bundle = copy(muse, directory.resolve("AGI-core"));
        for (String hook : new String[] {"quiesce", "resume"}) {
            Files.writeString(
                    bundle.resolve("boot/" + hook + ".sh"),
                    "#!/bin/sh\necho " + hook + " >>\"$VIVARIUM_STATE_DIR/hooks\"\n");
        }
        edit(
                bundle.resolve("bundle.yaml"),
                text -> text.replace(
                                "  init: boot/init.sh",
                                "  init: boot/init.sh\n  quiesce: boot/quiesce.sh\n  resume: boot/resume.sh")
                        + "secrets: [MUSE_TOKEN]\n");
        return bundle;
    }

    /** One whose agent says of which release it is. */
    static Path talking(Path directory, String release) throws IOException, InterruptedException {
        Path bundle = next(directory, release);
        edit(
                bundle.resolve("boot/agent/muse_agent.py"),
                text -> text.replace(MEMORY, MEMORY.replace("{", "{\"release\": \"" + release + "\", ")));
        return bundle;
    }

    /** One whose agent does not start. */
    static Path broken(Path directory, String release) throws IOException, InterruptedException {
        Path bundle = next(directory, release);
        edit(bundle.resolve("boot/agent/muse_agent.py"), text -> "import a_module_that_is_not_there\n" + text);
        return bundle;
    }

    private static Path next(Path directory, String release) throws IOException, InterruptedException {
        Path bundle = copy(directory.resolve("AGI-core"), directory.resolve("AGI-core-" + release));
        edit(bundle.resolve("bundle.yaml"), text -> text.replace("release: \"1.0\"", "release: \"" + release + "\""));
        return bundle;
    }

    private static Path copy(Path from, Path to) throws IOException, InterruptedException {
        int code = new ProcessBuilder("cp", "-a", from.toString(), to.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("cp ended with " + code);
        }
        return to;
    }

    private static void edit(Path file, UnaryOperator<String> change) {
        try {
            String before = Files.readString(file);
            String after = change.apply(before);
            if (after.equals(before)) {
                throw new IllegalStateException("nothing to change in " + file);
            }
            Files.writeString(file, after);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
