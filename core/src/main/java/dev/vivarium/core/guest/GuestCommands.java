package dev.vivarium.core.guest;

import dev.vivarium.cloudinit.guest.GuestFiles;
import dev.vivarium.core.model.SnapshotId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Every command that is ever sent to a guest. What is put into them is of our own making: ids, numbers, quoted paths. {@code
 * sudo -n} fails where it would ask for a password.
 */
public final class GuestCommands {
    private static final String MARK = "/var/lib/vivarium/snapshot-mark";

    /** Prints one JSON document about this boot; part of the seed. */
    public static final String REPORT = String.join(" ", GuestFiles.REPORT);

    /** Prints the mark of the last snapshot, if there is one. */
    public static final String READ_MARK = "cat " + MARK + " 2>/dev/null || true";

    /** Prints the guest's time in seconds with a fraction. */
    public static final String READ_CLOCK = "date +%s.%N";

    /** Prints a line for each GPU that its driver sees. */
    public static final String LIST_GPUS = "nvidia-smi -L";

    private GuestCommands() {}

    /** Leaves a mark that a snapshot holds. */
    public static String writeMark(SnapshotId id) {
        return "echo " + id + " | sudo -n tee " + MARK + " >/dev/null && sudo -n sync " + MARK;
    }

    /** Sets the guest's clock, and prints it as {@link #READ_CLOCK} does: one command costs an emulated guest enough. */
    public static String setClock(Instant time) {
        return String.format(
                Locale.ROOT,
                "sudo -n date -u -s @%d.%09d >/dev/null && %s",
                time.getEpochSecond(),
                time.getNano(),
                READ_CLOCK);
    }

    /** Prints these directories of the node's state as a gzipped tar; files may change meanwhile, as logs do. */
    public static String archive(List<String> statePaths) {
        StringBuilder command = new StringBuilder("sudo -n tar -C /var/lib/vivarium/state -czf - --");
        statePaths.forEach(
                p -> command.append(" '").append(p.replace("'", "'\\''")).append('\''));
        // 1: a file changed while it was read
        return command.append("; [ $? -le 1 ]").toString();
    }
}
