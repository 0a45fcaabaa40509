package dev.vivarium.qemu.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.model.NodeId;
import dev.vivarium.qemu.TestDisk;
import dev.vivarium.qemu.api.QemuTools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What leaves the disk's file, written by qemu-io through the very block device of a machine's command line. */
class DiscardTest {
    private static final long MIB = 1 << 20;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path root;

    private void machine() throws IOException {
        Assumptions.assumeTrue(
                Stream.of(System.getenv("PATH").split(":")).anyMatch(d -> Files.isExecutable(Path.of(d, "qemu-io"))),
                "needs qemu-io: apt install qemu-utils");
        Path image = TestDisk.in(root, 1 << 20);
        new QemuTools("qemu-system-x86_64", "qemu-img").overlay(directory().disk(), image, "raw", 64);
    }

    private MachineDirectory directory() {
        return new MachineDirectory(NodeId.parse("01234567-89ab-4def-8123-456789abcdef"), root);
    }

    @Test
    void freedBlocksAndZerosLeaveTheFile() throws Exception {
        machine();
        io("write -P 0xaa 0 16M");
        long full = held();
        assertThat(full).isGreaterThan(16 * MIB);
        io("write -P 0 8M 8M");
        assertThat(held()).as("zeros are not kept").isLessThan(full - 7 * MIB);
        io("discard 0 8M");
        assertThat(held()).as("nor what was freed").isLessThan(full - 15 * MIB);
        io("read -P 0 0 16M");
    }

    @Test
    void snapshotKeepsWhatWasFreedAfterIt() throws Exception {
        machine();
        QemuTools tools = new QemuTools("qemu-system-x86_64", "qemu-img");
        io("write -P 0xaa 0 16M");
        tools.takeSnapshot(directory().disk(), "до");
        io("discard 0 16M", "read -P 0 0 16M");
        assertThat(held()).as("the snapshot holds it").isGreaterThan(16 * MIB);
        tools.applySnapshot(directory().disk(), "до");
        io("read -P 0xaa 0 16M", "discard 0 16M");
        tools.deleteSnapshot(directory().disk(), "до");
        io("read -P 0 0 16M");
    }

    private void io(String... commands) throws Exception {
        List<String> line = new ArrayList<>(List.of("qemu-io"));
        for (String command : commands) {
            line.addAll(List.of("-c", command));
        }
        line.add("json:" + blockDevice());
        Process io = new ProcessBuilder(line).redirectErrorStream(true).start();
        String said = new String(io.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(io.waitFor()).as(said).isZero();
        assertThat(said).doesNotContain("verification failed").doesNotContain("failed:");
    }

    private String blockDevice() {
        List<String> line = CommandLine.of(
                "qemu", MachineFileTest.file(), directory(), new Accelerator("tcg", ""), Optional.empty(), List.of());
        return line.get(line.indexOf("-blockdev") + 1);
    }

    private long held() throws IOException {
        Process stat = new ProcessBuilder("stat", "-c", "%b", directory().disk().toString()).start();
        return 512 * Long.parseLong(new String(stat.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
    }
}
