package dev.vivarium.qemu.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which group is made and what is written there, on a tree made by hand. */
class ControlGroupsTest {
    private static final long PID = 4242;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path host;

    @BeforeEach
    void boot() throws IOException {
        group("", "cpu io memory pids");
        group("user.slice", "memory pids");
        group("user.slice/user@1000.service", "cpu memory pids");
        group("user.slice/user@1000.service/app.slice", "");
        group("user.slice/user@1000.service/app.slice/qemu.scope", "");
        process("0::/user.slice/user@1000.service/app.slice/qemu.scope");
    }

    private void group(String path, String handedOn) throws IOException {
        Path group = Files.createDirectories(root().resolve(path));
        Files.writeString(group.resolve("cgroup.subtree_control"), handedOn + "\n");
        Files.writeString(group.resolve("cgroup.procs"), "");
    }

    private void process(String line) throws IOException {
        Files.writeString(Files.createDirectories(host.resolve("proc/" + PID)).resolve("cgroup"), line + "\n");
    }

    private Path root() {
        return host.resolve("cgroup");
    }

    private ControlGroups groups() {
        return new ControlGroups(root(), host.resolve("proc"));
    }

    @Test
    void nearestOneThatHandsProcessorsOnIsTaken() throws IOException {
        Path own = root().resolve("user.slice/user@1000.service/vivarium-x");
        assertThat(groups().newGroup(PID, "vivarium-x")).contains(own);
        groups().limit(own, PID, 0.5);
        assertThat(own.resolve("cpu.max")).hasContent("50000 100000");
        assertThat(own.resolve("cgroup.procs")).hasContent("4242");
        groups().limit(own, PID, 2);
        assertThat(own.resolve("cpu.max")).hasContent("200000 100000");
    }

    @Test
    void processIsMovedBackWhereItWas() throws IOException {
        Path before = groups().of(PID).orElseThrow();
        Path own = groups().newGroup(PID, "vivarium-x").orElseThrow();
        Files.createDirectories(own);
        process("0::/user.slice/user@1000.service/vivarium-x");
        try {
            groups().remove(own, Optional.of(before), PID, true);
        } catch (VivariumException e) {
            assertThat(e).as("a real group has no files to remove").hasMessageContaining("take the process out");
        }
        assertThat(before.resolve("cgroup.procs")).hasContent("4242");
        assertThat(own.resolve("cpu.max")).hasContent("max 100000");
        groups().remove(root().resolve("gone"), Optional.of(before), PID, true);
    }

    @Test
    void oldGroupsAndThoseOfOthersAreNotTaken() throws IOException {
        process("9:cpu:/\n1:name=systemd:/");
        assertThat(groups().newGroup(PID, "x")).as("version 1").isEmpty();
        process("0::/../../etc");
        assertThat(groups().newGroup(PID, "x")).as("outside of the mount").isEmpty();
        process("0::/user.slice");
        Files.setPosixFilePermissions(root().resolve("cgroup.procs"), PosixFilePermissions.fromString("r--r--r--"));
        boolean root = Files.isWritable(root().resolve("cgroup.procs"));
        assertThat(groups().newGroup(PID, "x").isPresent())
                .as("where we may not")
                .isEqualTo(root);
    }
}
