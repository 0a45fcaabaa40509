package dev.vivarium.core.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Who works on a node.
 *
 * @param pid the process, on this computer; 0 if it may be on another one
 * @param since when it began
 * @param instance the name of the instance, where several share one journal
 */
public record LeaseHolder(long pid, Instant since, Optional<String> instance) {
    private static final Path PROC = Path.of("/proc");

    /** A process on this computer. */
    public LeaseHolder(long pid, Instant since) {
        this(pid, since, Optional.empty());
    }

    /** For people: who it is, and what can be done if it does not go on. */
    public String describe() {
        String who = instance.map(i -> "instance " + i).orElse("process " + pid) + " has worked on it since "
                + since.truncatedTo(ChronoUnit.SECONDS);
        return isStopped()
                ? who + " and stands still: let it go on with 'kill -CONT " + pid + "', or end it with 'kill -9 " + pid
                        + "', and the next command goes on with what it began"
                : who;
    }

    /** True if somebody stopped the process, by a signal or in a debugger. */
    public boolean isStopped() {
        if (instance.isPresent()) {
            return false; // its lease runs out
        }
        try {
            byte[] stat = Files.readAllBytes(PROC.resolve(pid + "/stat"));
            String state = new String(stat, StandardCharsets.UTF_8);
            state = state.substring(state.lastIndexOf(')') + 1).strip();
            return state.startsWith("T") || state.startsWith("t");
        } catch (IOException e) {
            return false; // no Linux, or not our business
        }
    }
}
