package dev.vivarium.qemu;

import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.HypervisorSettings;
import dev.vivarium.testkit.contract.Specs;
import dev.vivarium.testkit.faults.RecordingWork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A process of ours that starts a machine, says so, and waits to be killed. */
final class ChildProcess {
    private ChildProcess() {}

    /** Arguments: home, image, firmware, node. */
    public static void main(String[] args) throws IOException {
        InstallationId ours = new InstallationId("ours");
        HypervisorSettings settings =
                new HypervisorSettings("local", ours, Path.of(args[0]), Map.of("firmware", args[2]), Map.of());
        MachineSpec spec = Specs.small(NodeId.parse(args[3]), ours, Path.of(args[1]), 32);
        try (Hypervisor hypervisor = new QemuProvider().connect(settings)) {
            hypervisor.start(hypervisor.create(spec, RecordingWork.inRealTime()), RecordingWork.inRealTime());
            System.out.println("started");
            System.in.read();
        }
    }

    /** Runs it until it has started the machine, and kills it. */
    static void startsAMachineAndDies(QemuSubject subject, NodeId node) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dfile.encoding=UTF-8",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChildProcess.class.getName(),
                        subject.home().toString(),
                        subject.home().resolve("image.raw").toString(),
                        subject.home().resolve("firmware.bin").toString(),
                        node.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var out = child.inputReader()) {
            String line = out.readLine();
            if (!"started".equals(line)) {
                throw new AssertionError("the child said " + line);
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
    }
}
