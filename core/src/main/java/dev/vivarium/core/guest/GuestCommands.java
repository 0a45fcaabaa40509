package dev.vivarium.core.guest;

import dev.vivarium.cloudinit.Digest;
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

    /** Prints the class of each PCI device, one a line. */
    public static final String PCI_CLASSES = "cat /sys/bus/pci/devices/*/class";

    /** Prints a line for each GPU that its driver sees. */
    public static final String LIST_GPUS = "nvidia-smi -L";

    /** Prints what the first processor can do; Arm's kernels have another word for it. */
    public static final String CPU_FLAGS = "grep -m 1 -E '^(flags|Features)' /proc/cpuinfo";

    private static final String INCOMING = "/var/lib/vivarium/incoming/";

    private GuestCommands() {}

    /** {@link #REPORT} as soon as the boot's work has ended, or after so many seconds. Older guests do not wait. */
    public static String reportWithin(long seconds) {
        return REPORT + " " + seconds;
    }

    /**
     * Prints how many bytes of a layer's medium are there, or {@code complete} if nothing has to be sent. Ends first what an
     * earlier, cut connection may have left writing.
     */
    public static String incoming(Digest bundle, Digest layer, long size) {
        String part = INCOMING + layer.hex();
        return root("p=$(cat " + part + ".pid 2>/dev/null)"
                + " && [ \"$(cat /proc/$p/comm)\" = cat ] && kill $p && while kill -0 $p; do sleep 0.1; done;"
                + " if [ -e /opt/vivarium/releases/" + bundle.brief() + "/.vivarium-release ]"
                + " || [ \"$(stat -c %s " + part + ".iso)\" = " + size + " ]; then echo complete;"
                + " elif [ -e " + part + ".part ]; then stat -c %s " + part + ".part; else echo 0; fi 2>/dev/null");
    }

    /** Prints the SHA-256 of what is there of a layer's medium, from this byte on. */
    public static String hashIncoming(Digest layer, long from) {
        return root("tail -c +" + (from + 1) + " " + INCOMING + layer.hex() + ".part | sha256sum");
    }

    /** Forgets what is there of a layer's medium. */
    public static String dropIncoming(Digest layer) {
        return root("rm -f " + INCOMING + layer.hex() + ".part");
    }

    /** Appends standard input to what is there of a layer's medium. */
    public static String appendIncoming(Digest layer) {
        String part = INCOMING + layer.hex();
        return root("mkdir -p /var/lib/vivarium && umask 077 && mkdir -p " + INCOMING + " && echo $$ >" + part
                + ".pid && exec cat >>" + part + ".part");
    }

    /** Gives a layer's medium its name when all of it is there: the guest waits for that. */
    public static String finishIncoming(Digest layer, long size) {
        String part = INCOMING + layer.hex();
        return root("rm -f " + part + ".pid; [ \"$(stat -c %s " + part + ".part)\" = " + size + " ] && mv " + part
                + ".part " + part + ".iso");
    }

    private static String root(String script) {
        return "sudo -n sh -c '" + script + "'";
    }

    /** Leaves a mark that a snapshot holds. */
    public static String writeMark(SnapshotId id) {
        return root("echo " + id + " >" + MARK + " && sync " + MARK);
    }

    /** Sets the guest's clock, and prints it in seconds with a fraction: two commands would cost an emulated guest twice. */
    public static String setClock(Instant time) {
        return String.format(
                Locale.ROOT,
                "sudo -n date -u -s @%d.%09d >/dev/null && date +%%s.%%N",
                time.getEpochSecond(),
                time.getNano());
    }

    /**
     * For a guest that goes on from a snapshot: sets its clock, and makes its report meanwhile, as {@code sudo} takes as long.
     * Prints its time after that, its uptime then and its uptime at the end in one line; its mark in a line of its own, which
     * may be empty; the report, whose own time may be the old one.
     */
    public static String resumed(Instant time) {
        return "{ " + setClock(time) + " && read -r u x </proc/uptime && echo $u; } | { r=$(" + REPORT
                + "); read -r t && read -r u && read -r e x </proc/uptime && echo $t $u $e"
                + " && { m=; { read -r m <" + MARK + "; } 2>/dev/null; printf '%s\\n%s\\n' \"$m\" \"$r\"; }; }";
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
