package dev.vivarium.cloudinit.guest;

import dev.vivarium.cloudinit.Secret;
import dev.vivarium.cloudinit.seed.SeedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The files and the command by which a seed makes a stock image into a node. */
public final class GuestFiles {
    /** The guest's script; what it can do is said in its head. */
    public static final String PROGRAM = "/usr/local/bin/vivarium-node";

    /** What the host runs in the guest to learn how it stands; any user may. */
    public static final List<String> REPORT = List.of(PROGRAM, "report");

    private static final String UNIT = "vivarium-node.service";
    private static final List<String> PARTS = List.of(
            "head",
            "json",
            "plan",
            "status",
            "media",
            "delivery",
            "release",
            "state",
            "scripts",
            "images",
            "compose",
            "containers",
            "services",
            "update",
            "report",
            "main");

    private GuestFiles() {}

    /** The files of this node. */
    public static List<SeedFile> of(GuestPlan plan) {
        List<SeedFile> files = new ArrayList<>();
        files.add(SeedFile.program(PROGRAM, script()));
        files.add(SeedFile.readable("/etc/systemd/system/" + UNIT, resource(UNIT)));
        files.add(SeedFile.readable("/etc/vivarium/plan", PlanText.plan(plan)));
        files.add(SeedFile.readable("/etc/vivarium/node.env", PlanText.nodeEnvironment(plan)));
        plan.bundle()
                .flatMap(GuestPlan.Bundle::shareCredentials)
                .ifPresent(c -> files.add(SeedFile.secret("/etc/vivarium/share.credentials", c)));
        return List.copyOf(files);
    }

    /** What {@code vivarium-node stage} reads: the plan of an update. */
    public static String plan(GuestPlan plan) {
        return PlanText.plan(plan);
    }

    /**
     * What {@code vivarium-node secrets} reads. Secrets go no other way into a guest: a medium can be copied.
     *
     * @throws IllegalArgumentException that names the secret if a value has control characters other than tab and line end
     */
    public static Secret secrets(Map<String, Secret> values) {
        return Secret.of(PlanText.secrets(values));
    }

    /**
     * What the seed runs at the end of the first boot, after the files are written. It does not wait: the unit comes after
     * what runs this, and would wait for it in turn. Nor does systemd read all its units anew, which takes an emulated guest
     * seconds: this one it has not met before.
     */
    public static List<List<String>> commands() {
        return List.of(
                List.of("systemctl", "enable", "--no-reload", UNIT), List.of("systemctl", "start", "--no-block", UNIT));
    }

    /**
     * The same for a clone, whose disk has lived in another machine: that one's machine id goes first, as programs of all kinds
     * take it for their own name. The journal begins anew under the new one.
     */
    public static List<List<String>> commandsOfClone() {
        List<List<String>> commands = new ArrayList<>();
        commands.add(List.of(
                "sh",
                "-c",
                "rm -f /etc/machine-id; [ -L /var/lib/dbus/machine-id ] || rm -f /var/lib/dbus/machine-id;"
                        + " systemd-machine-id-setup && systemctl restart systemd-journald"));
        commands.addAll(commands());
        return List.copyOf(commands);
    }

    /** The guest's script, whole. */
    static String script() {
        StringBuilder whole = new StringBuilder();
        PARTS.forEach(part -> whole.append(whole.isEmpty() ? "" : "\n").append(resource(part + ".sh")));
        return whole.toString();
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(GuestFiles.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the guest's script " + name, e);
        }
    }
}
