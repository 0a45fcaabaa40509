package dev.vivarium.qemu.api;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.util.List;
import java.util.regex.Pattern;

/** What QEMU's and qemu-img's error texts mean: the one table, and the only place that reads them. */
public final class QemuErrors {
    static final String JOB_EXISTS = "qemu.job.exists";

    private static final List<Rule> TABLE = List.of(
            rule("Job ID .*already in use", Kind.CONFLICT, JOB_EXISTS, "try again"),
            rule("No space left on device", Kind.CAPACITY, "qemu.disk.full", "free some space on the disk"),
            rule(
                    "Too many open files",
                    Kind.CAPACITY,
                    "qemu.files",
                    "raise the limit of open files ('ulimit -n') of the user that runs Vivarium"),
            rule(
                    "setsid: failed to execute",
                    Kind.UNAVAILABLE,
                    "qemu.missing",
                    "install it: apt install qemu-system-x86"),
            rule(
                    "Could not set up host forwarding rule",
                    Kind.CONFLICT,
                    "qemu.port.taken",
                    "another program uses the machine's port; find it with `ss -ltnp` and stop it, or delete the node and"
                            + " create it again"),
            rule(
                    "Cannot allocate memory|cannot set up guest memory",
                    Kind.CAPACITY,
                    "qemu.memory",
                    "stop another machine or give this one less memory"),
            rule(
                    "Failed to get .*lock|Cannot lock pid file|Is another process using the image",
                    Kind.CONFLICT,
                    "qemu.disk.locked",
                    "another process has the machine's disk open"),
            rule(
                    "ould not access KVM|failed to initialize kvm|invalid accelerator kvm",
                    Kind.UNSUPPORTED,
                    "qemu.kvm",
                    "set `accelerator: tcg`, or give this user access to /dev/kvm"),
            rule(
                    "[Ss]napshot .*already exists",
                    Kind.CONFLICT,
                    "qemu.snapshot.exists",
                    "choose another id for the snapshot"),
            rule(
                    "does not exist in one or more devices|Can't find (the )?snapshot|Failed to find snapshot"
                            + "|snapshot .*not found|Could not (apply|delete) snapshot .*No such file",
                    Kind.NOT_FOUND,
                    "qemu.snapshot.missing",
                    "list the node's snapshots"),
            rule(
                    "disk-only snapshot",
                    Kind.CONFLICT,
                    "qemu.snapshot.disk-only",
                    "it holds no memory; stop the machine to roll back to it"),
            rule(
                    "Unknown savevm section|savevm section .*(missing|footer)|while loading VM state"
                            + "|Unknown ramblock|Length mismatch|Machine type received",
                    Kind.CONFLICT,
                    "qemu.snapshot.other-machine",
                    "the snapshot was taken with other devices, another accelerator or another QEMU; roll back to a"
                            + " disk-only one"),
            rule(
                    "is not a valid machine|unsupported machine type",
                    Kind.UNSUPPORTED,
                    "qemu.machine-type",
                    "this QEMU no longer has the machine type that the machine was made with; install the earlier QEMU"),
            rule("No such file or directory", Kind.NOT_FOUND, "qemu.file.missing", "see whether the file still exists"),
            rule("Permission denied|Operation not permitted", Kind.DENIED, "qemu.denied", "see who owns the file"),
            rule(
                    "command .* has not been found|Parameter .* is unexpected|not a valid device model name",
                    Kind.UNSUPPORTED,
                    "qemu.too-old",
                    "install QEMU 7.0 or newer"));

    private QemuErrors() {}

    /** The failure that a QMP error means. */
    static VivariumException of(String command, String errorClass, String text) {
        return map(
                "QEMU refused '" + command + "'" + (errorClass.equals("GenericError") ? "" : " (" + errorClass + ")"),
                text);
    }

    /**
     * The failure that this text means.
     *
     * @param what failed, as the beginning of a sentence
     * @param text what QEMU or its tool wrote; may have several lines
     */
    public static VivariumException map(String what, String text) {
        String shown = text.strip().lines().reduce((first, last) -> last).orElse("it gave no reason");
        return TABLE.stream()
                .filter(rule -> rule.text.matcher(text).find())
                .findFirst()
                .map(rule -> new VivariumException(rule.kind, rule.code, what + ": " + shown + "; " + rule.advice))
                .orElseGet(() -> new VivariumException(Kind.HYPERVISOR_FAULT, "qemu.fault", what + ": " + shown));
    }

    private static Rule rule(String regex, Kind kind, String code, String advice) {
        return new Rule(Pattern.compile(regex), kind, code, advice);
    }

    private record Rule(Pattern text, Kind kind, String code, String advice) {}
}
