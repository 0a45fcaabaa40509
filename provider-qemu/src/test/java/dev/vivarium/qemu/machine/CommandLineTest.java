package dev.vivarium.qemu.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.journal.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    private static final MachineFile FILE = Json.read("""
            {"version":1,"installation":"ours","node":"0f0e0d0c-0b0a-4908-8706-050403020100","name":"муза",\
            "created":"2026-01-02T03:04:05Z","image":"/cache/image.qcow2","imageFormat":"qcow2","cores":2,"memoryMiB":1024,\
            "diskMiB":6144,"drives":2,"network":"NAT","mac":"52:54:00:00:00:01","machineType":"pc-q35-7.2",\
            "forwards":[],"media":[],"started":true}""", MachineFile.class);

    @Test
    void eachGpuHasAPortOfItsOwnWithAllItsFunctions() {
        List<String> line = line(List.of(List.of("0000:01:00.0", "0000:01:00.1"), List.of("0000:41:00.0")));
        assertThat(line)
                .containsSubsequence(
                        "pcie-root-port,id=gpu0,chassis=1,addr=14",
                        "vfio-pci,host=0000:01:00.0,bus=gpu0,addr=00.0,multifunction=on",
                        "vfio-pci,host=0000:01:00.1,bus=gpu0,addr=00.1",
                        "pcie-root-port,id=gpu1,chassis=2,addr=15",
                        "vfio-pci,host=0000:41:00.0,bus=gpu1,addr=00.0");
    }

    @Test
    void withoutGpusNothingOfThemIsThere() {
        assertThat(line(List.of())).noneMatch(a -> a.contains("vfio") || a.contains("root-port"));
    }

    private static List<String> line(List<List<String>> gpus) {
        MachineDirectory directory = new MachineDirectory(FILE.node(), Path.of("/machines/one"));
        return CommandLine.of("qemu", FILE, directory, new Accelerator("tcg", "a test"), Optional.empty(), gpus);
    }
}
