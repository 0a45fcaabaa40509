package dev.vivarium.qemu.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.GpuChoice;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.NetworkMode;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.spi.HypervisorSettings;
import dev.vivarium.qemu.TestDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On played hosts, with a script in place of QEMU. */
class PreflightTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final Map<String, String> settings = new HashMap<>();
    private Path image = Path.of("none");

    @BeforeEach
    void programs() throws IOException {
        settings.put("binary", "true");
        settings.put("imageTool", "true");
        image = TestDisk.in(directory, 2 << 20);
    }

    private List<String> errors(Host host, MachineSpec spec) {
        List<Finding> findings = check(host, spec);
        assertThat(findings).allSatisfy(f -> assertThat(f.remedy()).isNotBlank());
        return findings.stream().filter(Finding::isError).map(Finding::code).toList();
    }

    private List<Finding> check(Host host, MachineSpec spec) {
        QemuSettings read = QemuSettings.of(
                new HypervisorSettings("local", new InstallationId("ours"), directory, settings, Map.of()));
        try (Site site = new Site(read, host, Clock.systemUTC())) {
            return new Preflight(site).check(spec);
        }
    }

    private MachineSpec spec(DiskSource disk, int cores, long diskMiB, List<Medium> media, int gpus) {
        return new MachineSpec(
                NodeId.random(),
                new InstallationId("ours"),
                "муза",
                disk,
                cores,
                16_384,
                diskMiB,
                2,
                media,
                NetworkMode.NAT,
                "52:54:00:00:00:01",
                List.of(22),
                Collections.nCopies(gpus, new GpuChoice.Any()));
    }

    private MachineSpec good() {
        return spec(disk(), 4, 81_920, List.of(), 0);
    }

    private DiskSource disk() {
        return new DiskSource.ImageFile(image, Digest.of(new byte[0]));
    }

    @Test
    void goodSpecPasses() {
        assertThat(errors(PlayedHost.LARGE, good())).isEmpty();
        assertThat(check(PlayedHost.LARGE, good())).extracting(Finding::code).containsExactly("qemu.emulated");
        assertThat(check(PlayedHost.LARGE.withKvm(true, true), good())).isEmpty();
    }

    @Test
    void missingProgramsAreFoundBoth() {
        settings.putAll(Map.of("binary", "/no/qemu", "imageTool", "/no/qemu-img"));
        assertThat(errors(PlayedHost.LARGE, good())).containsExactly("qemu.missing", "qemu-img.missing");
    }

    @Test
    void smallHostIsSaid() {
        assertThat(errors(PlayedHost.LARGE.withMemory(16_800), good())).containsExactly("host.memory");
        assertThat(errors(PlayedHost.LARGE.withSpace(17_000), good())).containsExactly("host.space");
        assertThat(errors(PlayedHost.LARGE.withSpace(50_000), good())).isEmpty();
        assertThat(check(PlayedHost.LARGE.withSpace(50_000), good()))
                .extracting(Finding::code)
                .contains("host.space");
        assertThat(check(PlayedHost.LARGE, spec(disk(), 16, 100, List.of(), 0)))
                .extracting(Finding::code)
                .contains("host.cores");
    }

    @Test
    void kvmThatIsInsistedOnMustBeThere() {
        settings.put("accelerator", "kvm");
        assertThat(errors(PlayedHost.LARGE, good())).containsExactly("qemu.kvm");
        assertThat(errors(PlayedHost.LARGE.withKvm(false, true), good())).isEmpty();
    }

    @Test
    void wrongImagesAreFound() throws IOException {
        assertThat(errors(PlayedHost.LARGE, spec(disk(), 1, 1, List.of(), 0)))
                .containsExactly("image.larger-than-disk");
        assertThat(errors(PlayedHost.LARGE, spec(new DiskSource.Template("t"), 1, 1, List.of(), 0)))
                .containsExactly("unsupported.template");
        Files.delete(image);
        assertThat(errors(PlayedHost.LARGE, good())).containsExactly("image.missing");
    }

    @Test
    void whatIsNotThereIsFound() {
        Medium absent = new Medium(0, "CIDATA", directory.resolve("нет.iso"));
        assertThat(errors(PlayedHost.LARGE, spec(disk(), 1, 100, List.of(absent), 1)))
                .containsExactly("unsupported.gpu_passthrough", "qemu.medium.missing");
    }
}
