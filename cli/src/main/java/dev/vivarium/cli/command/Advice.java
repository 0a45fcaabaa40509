package dev.vivarium.cli.command;

import dev.vivarium.core.model.VivariumException;
import java.util.List;

/** What helps after a failure: commands as the user would type them. */
public interface Advice {

    /** What to try next; empty if the message says it all. */
    List<String> after(VivariumException failure);

    /** What helps with a node. */
    static List<String> onNode(String command, String name, VivariumException failure) {
        String again = "vivarium " + command + " " + name;
        return switch (failure.kind()) {
            case GUEST_FAULT, TIMEOUT ->
                List.of(
                        "vivarium show " + name + "              what is known of it",
                        "vivarium logs " + name + " console    what the guest said",
                        "vivarium rm " + name + "                remove it");
            case HYPERVISOR_FAULT, NEEDS_OPERATOR ->
                List.of("vivarium show " + name, "vivarium verify " + name, "vivarium rm " + name);
            case UNAVAILABLE, CANCELLED -> List.of(again + "    the same command goes on, or begins again");
            case CAPACITY, DENIED, UNSUPPORTED -> List.of("vivarium doctor");
            case NOT_FOUND ->
                switch (failure.code().split("\\.", 2)[0]) {
                    case "snapshot" -> List.of("vivarium snapshots " + name);
                    case "image" -> List.of("vivarium image ls");
                    case "hypervisor" -> List.of("vivarium doctor");
                    default -> List.of("vivarium ls");
                };
            case INVALID, CONFLICT, INTERNAL -> List.of();
        };
    }
}
