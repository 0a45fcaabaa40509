package dev.vivarium.core.guest;

import dev.vivarium.cloudinit.guest.GuestFiles;
import dev.vivarium.core.model.SnapshotId;
import java.time.Instant;
import java.util.List;

/** Every command that is ever sent to a guest. What is put into them is of our own making: ids, numbers, quoted paths. */
public final class GuestCommands {
    /** Prints one JSON document about this boot; part of the seed. */
    public static final String REPORT = String.join(" ", GuestFiles.REPORT);

    /** Prints the mark of the last snapshot, if there is one. */
    public static final String READ_MARK = "cat /var/lib/vivarium/snapshot-mark 2>/dev/null || true";

    /** Prints the guest's time in seconds with a fraction. */
    public static final String READ_CLOCK = "date +%s.%N";

    /** Prints a line for each GPU that its driver sees. */
    public static final String LIST_GPUS = "nvidia-smi -L";

    private GuestCommands() {}

    /** Leaves a mark that a snapshot holds. */
    public static String writeMark(SnapshotId id) {
        return "echo " + id + " | sudo tee /var/lib/vivarium/snapshot-mark >/dev/null && sudo sync /var/lib/vivarium";
    }

    /** Sets the guest's clock. */
    public static String setClock(Instant time) {
        return "sudo date -u -s @" + time.getEpochSecond() + "." + String.format("%09d", time.getNano())
                + " >/dev/null";
    }

    /** Prints these directories of the node's state as a gzipped tar. */
    public static String archive(List<String> statePaths) {
        StringBuilder command = new StringBuilder("sudo tar -C /var/lib/vivarium/state -czf - --");
        statePaths.forEach(
                p -> command.append(" '").append(p.replace("'", "'\\''")).append('\''));
        return command.toString();
    }
}
