package dev.vivarium.cloudinit.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Programs that count down, and before the n-th effect kill the group of whoever called. */
final class CutTools {
    /** What changes something outside of this boot's own directory. */
    private static final List<String> EFFECTS =
            List.of("mkdir", "rm", "mv", "cp", "ln", "tar", "zstd", "sync", "systemctl");

    private final Path left;

    CutTools(GuestRig guest) throws IOException {
        left = guest.rig().resolve("left");
        for (String tool : EFFECTS) {
            guest.play(tool, cutting(guest, tool));
        }
    }

    /** From now on they count. */
    void cutBefore(int effect) throws IOException {
        Files.writeString(left, effect + "\n");
    }

    /** From now on they do what they are for. */
    void cutNoMore() throws IOException {
        Files.deleteIfExists(left);
    }

    private static String cutting(GuestRig guest, String tool) throws IOException {
        Path played = guest.rig().resolve(tool);
        String real = "/usr/bin/" + tool;
        if (Files.exists(played)) {
            Path kept = Files.createDirectories(guest.rig().resolve("played")).resolve(tool);
            real = Files.move(played, kept).toString();
        }
        return """
                #!/bin/sh
                case $* in *"$VIVARIUM_ROOT/run/"*) exec REAL "$@" ;; esac
                if read -r left <"$RIG/left" 2>/dev/null; then
                    [ "$left" -gt 1 ] || kill -KILL 0
                    echo $((left - 1)) >"$RIG/left"
                fi
                exec REAL "$@"
                """.replace("REAL", real);
    }
}
