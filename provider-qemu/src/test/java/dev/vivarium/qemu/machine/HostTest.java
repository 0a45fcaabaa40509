package dev.vivarium.qemu.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vivarium.core.model.HostResources;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.PortForward;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.HypervisorSettings;
import dev.vivarium.qemu.resource.QemuCapacity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the host tells, and what is made of it: accelerator and ports. */
class HostTest {
    private static final PlayedHost HOST = PlayedHost.LARGE;

    @Test
    void kvmIsTakenOnlyWhereItTrulyWorks() {
        assertThat(Accelerator.choose("auto", HOST.withKvm(true, true)).name()).isEqualTo("kvm");
        assertThat(Accelerator.choose("auto", HOST.withKvm(false, true)))
                .satisfies(a -> assertThat(a.name()).isEqualTo("tcg"))
                .satisfies(a -> assertThat(a.reason()).contains("vmx or svm"));
        assertThat(Accelerator.choose("auto", HOST.withKvm(true, false)))
                .satisfies(a -> assertThat(a.name()).isEqualTo("tcg"))
                .satisfies(a -> assertThat(a.reason()).contains("/dev/kvm"));
        assertThat(Accelerator.choose("kvm", HOST).arguments()).containsExactly("-accel", "kvm", "-cpu", "host");
        assertThat(Accelerator.choose("tcg", HOST.withKvm(true, true)).arguments())
                .containsExactly(
                        "-accel", "tcg,thread=multi", "-cpu", "max,-la57", "-smbios", "type=1,family=emulated");
    }

    @Test
    void portsAreFreeAndDiffer() {
        HostPorts ports = new HostPorts(HOST.withUsedPorts(Set.of(20_001)), 20_000, 20_004, new Random(1));
        List<PortForward> chosen = ports.choose(List.of(22, 8080, 22), Set.of(20_003));
        assertThat(chosen).extracting(PortForward::guestPort).containsExactly(22, 8080);
        assertThat(chosen)
                .extracting(f -> f.endpoint().port())
                .doesNotHaveDuplicates()
                .isSubsetOf(20_000, 20_002, 20_004);
        assertThat(chosen).allSatisfy(f -> assertThat(f.endpoint().host()).isEqualTo("127.0.0.1"));
        assertThatExceptionOfType(VivariumException.class)
                .isThrownBy(() -> ports.choose(List.of(1, 2, 3, 4), Set.of(20_003)))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.CAPACITY));
    }

    @Test
    void capacityIsWhatTheHostTells(@TempDir Path directory) {
        QemuSettings settings = QemuSettings.of(
                new HypervisorSettings("local", new InstallationId("ours"), directory, Map.of(), Map.of()));
        try (Site site = new Site(settings, HOST, Clock.systemUTC())) {
            assertThat(new QemuCapacity(site).now())
                    .isEqualTo(new HostResources(
                            Optional.of(8), Optional.of(64_000L), Optional.of(64_000L), Optional.of(500_000L)));
        }
        try (Site untold = new Site(settings, HOST.withMemory(Long.MAX_VALUE >> 20), Clock.systemUTC())) {
            assertThat(new QemuCapacity(untold).now().memoryMiB()).isEmpty();
        }
    }

    @Test
    void thisComputerIsSeen(@TempDir Path directory) throws IOException {
        LocalHost here = new LocalHost();
        assertThat(here.cores()).isPositive();
        assertThat(here.totalMemoryMiB()).isGreaterThanOrEqualTo(here.availableMemoryMiB());
        assertThat(here.availableMemoryMiB()).isPositive();
        assertThat(here.freeSpaceMiB(directory.resolve("not/yet/there"))).isPositive();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            assertThat(here.portFree(taken.getLocalPort())).isFalse();
        }
    }
}
