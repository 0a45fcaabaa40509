package dev.vivarium.cloudinit.guest;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** All processes that one began. @param leader the first one's process id */
record ProcessGroup(String leader) {

    /** Sends SIGKILL. @param said what the tool has to say about it */
    Process kill(Path said) throws IOException {
        return new ProcessBuilder("env", "kill", "-KILL", "--", "-" + leader)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
    }

    /** Whether one of them runs; one that ended and waits for its parent to notice, which may take seconds, does not. */
    boolean lives() throws IOException {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                String[] facts = stat(process).split(" "); // state, parent, group …
                if (facts.length > 2 && facts[2].equals(leader) && !"ZX".contains(facts[0])) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String stat(Path process) {
        try {
            String all = Files.readString(process.resolve("stat"));
            return all.substring(all.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return ""; // it ended meanwhile
        }
    }
}
