package dev.vivarium.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.cli.House;
import dev.vivarium.core.config.NodeDefaults;
import dev.vivarium.core.config.Surroundings;
import dev.vivarium.core.config.VivariumConfig;
import dev.vivarium.core.model.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorTest {
    @TempDir
    private Path root;

    @Test
    void aTestedHostWithEnoughOfEverythingIsFine() throws IOException {
        debian("12", 20_000_000);
        for (String tool : List.of("ssh", "mmdebstrap", "qemu-img", "mkfs.ext4", "sfdisk", "grub-mkimage")) {
            executable("usr/bin/" + tool);
        }
        assertThat(system(Map.of("PATH", "/usr/bin")))
                .filteredOn(c -> !c.name().equals("processors"))
                .allMatch(c -> c.status() == Check.Status.OK);
    }

    @Test
    void ubuntuNeedsAMirrorAndSaysSo() throws IOException {
        write("etc/os-release", "ID=ubuntu\nVERSION_ID=\"22.04\"\nPRETTY_NAME=\"Ubuntu 22.04.4 LTS\"\n");
        Check without = find(system(Map.of()), "system");
        assertThat(without.status()).isEqualTo(Check.Status.WARNING);
        assertThat(without.found()).startsWith("Ubuntu 22.04.4 LTS, not a tested host");
        assertThat(without.remedy()).startsWith("MIRROR=http");
        assertThat(find(system(Map.of("MIRROR", "http://mirror.example/debian")), "system")
                        .found())
                .endsWith("MIRROR is set to http://mirror.example/debian");
    }

    @Test
    void tooLittleMemoryStopsTheDemoAndLessThanTheDefaultWarns() throws IOException {
        debian("13", 1_000_000);
        assertThat(find(system(Map.of()), "memory"))
                .isEqualTo(Check.missing(
                        "memory", "976 MiB available; the demo needs 1.5 GiB", "end some other programs first"));
        debian("13", 4_000_000);
        assertThat(find(system(Map.of()), "memory").status()).isEqualTo(Check.Status.WARNING);
        write("proc/meminfo", "nonsense");
        assertThat(find(system(Map.of()), "memory").found()).contains("does not say");
    }

    @Test
    void missingToolsAreNamedAsPackages() throws IOException {
        executable("usr/bin/apt-get");
        executable("usr/bin/sudo");
        executable("sbin/sfdisk");
        Check tools = find(system(Map.of("PATH", "/usr/bin:relative")), "guest image tools");
        assertThat(tools.status()).isEqualTo(Check.Status.WARNING);
        assertThat(tools.remedy())
                .isEqualTo("apt-get install --no-install-recommends e2fsprogs grub-common mmdebstrap qemu-utils");
    }

    @Test
    void homeCacheAndMasterKey() throws IOException {
        Path home = root.resolve("дом/a/b");
        VivariumConfig config = VivariumConfig.standard(new Surroundings(Map.of(), root, List.of()))
                .withHome(home);
        HomeChecks checks = new HomeChecks(config, Map.of());
        assertThat(find(checks.all(), "home").found()).startsWith(home + " (made at first use)");
        assertThat(find(checks.all(), "master key").found()).contains("made at first use; back it up");
        assertThat(home).doesNotExist();

        Files.createDirectories(home);
        Path key = Files.writeString(config.masterKeyFile(), "k");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(find(checks.all(), "master key"))
                .satisfies(c -> assertThat(c.status()).isEqualTo(Check.Status.MISSING))
                .satisfies(c -> assertThat(c.found()).contains("chmod 600"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        assertThat(find(checks.all(), "master key").status()).isEqualTo(Check.Status.OK);
    }

    @Test
    void theCommandTellsOfTheHypervisorAndLeavesNoTrace() throws IOException {
        House house = new House(root.resolve("house"));
        House.Run run = house.vivarium("doctor");
        assertThat(run.exit()).isIn(0, 5);
        assertThat(run.out()).contains("hypervisor local   simulated", "can snapshot live", "cannot gpu passthrough: ");
        assertThat(run.out()).contains("– hypervisor local   cannot gpu").doesNotContain("✓ hypervisor local   cannot");
        assertThat(run.out()).contains(run.exit() == 0 ? "the demo can run" : "the demo cannot run yet");
        assertThat(root.resolve("house/home")).doesNotExist();
        assertThat(house.vivarium("doctor", "--json").out())
                .startsWith(
                        "{\"demoCanRun\":" + (run.exit() == 0) + ",\"checks\":[{\"name\":\"Java\",\"status\":\"OK\"");
    }

    private List<Check> system(Map<String, String> environment) {
        NodeDefaults defaults = NodeDefaults.standard();
        assertThat(defaults.memory()).isEqualTo(Size.GiB(16));
        return new SystemChecks(new SystemFacts(root, environment), defaults).all();
    }

    private static Check find(List<Check> checks, String name) {
        return checks.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    }

    private void debian(String version, long availableKiB) throws IOException {
        write("etc/os-release", "PRETTY_NAME=\"Debian\"\nID=debian\nVERSION_ID=\"" + version + "\"\n");
        write("proc/meminfo", "MemTotal: 99 kB\nMemAvailable:   " + availableKiB + " kB\n");
    }

    private void executable(String path) throws IOException {
        write(path, "#!/bin/sh\n");
        Files.setPosixFilePermissions(root.resolve(path), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void write(String path, String text) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        Files.writeString(root.resolve(path), text);
    }
}
