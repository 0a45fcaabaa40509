package dev.vivarium.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.cloudinit.Secret;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.NetworkMode;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.Size;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VivariumConfigTest {
    private static final String EVERY_KEY = """
            version: 1
            installation: лаб
            home: data
            cache: ~/кэш
            imageCache: 7G
            masterKey: env:VIVARIUM_KEY
            hypervisors:
              lab:
                kind: lab
                parallel: 7
                address: pve.example
                port: 443
                verify: false
                ca: ca.pem
                timeout: 2m
                token: file:token
            defaults:
              on: lab
              image: template:debian-12
              cores: 2
              memory: 1G
              disk: 12G
              network: isolated
              inactivityLimit: 90s
              onFailure: delete
              baseline: true
            """.replace("лаб", "lab-1");

    @TempDir
    Path directory;

    @Test
    void withoutAFileEverythingHasADefault() {
        assertThat(VivariumConfig.standard(surroundings()))
                .isEqualTo(new VivariumConfig(
                        new InstallationId("local"),
                        Path.of("/home/муза/.local/share/vivarium"),
                        Path.of("/home/муза/.cache/vivarium"),
                        Size.GiB(40),
                        Optional.empty(),
                        List.of(new HypervisorConfig("local", "qemu", 2, Map.of(), Map.of())),
                        new NodeDefaults(
                                "local",
                                "ubuntu-22.04",
                                4,
                                Size.GiB(16),
                                Size.GiB(80),
                                NetworkMode.NAT,
                                Duration.ofMinutes(10),
                                NodeSpec.OnFailure.KEEP,
                                false)));
    }

    @Test
    void theSmallestFileSaysNothingElse() throws IOException {
        assertThat(read("version: 1\n")).isEqualTo(VivariumConfig.standard(surroundings()));
    }

    @Test
    void everyKeyHasItsEffect() throws Exception {
        secretFile("token", "s3cret\n");
        VivariumConfig config = read(EVERY_KEY);
        assertThat(config)
                .isEqualTo(new VivariumConfig(
                        new InstallationId("lab-1"),
                        directory.resolve("data"),
                        Path.of("/home/муза/кэш"),
                        Size.GiB(7),
                        Optional.of(new SecretRef.Env("VIVARIUM_KEY")),
                        List.of(new HypervisorConfig(
                                "lab",
                                "lab",
                                7,
                                Map.of(
                                        "address", "pve.example",
                                        "port", "443",
                                        "verify", "false",
                                        "ca", directory.resolve("ca.pem").toString(),
                                        "timeout", "PT2M"),
                                Map.of("token", Secret.of("s3cret")))),
                        new NodeDefaults(
                                "lab",
                                "template:debian-12",
                                2,
                                Size.GiB(1),
                                Size.GiB(12),
                                NetworkMode.ISOLATED,
                                Duration.ofSeconds(90),
                                NodeSpec.OnFailure.DELETE,
                                true)));
        assertThat(config.toString()).doesNotContain("s3cret");
        VivariumConfig standard = VivariumConfig.standard(surroundings());
        assertNothingIsAsBefore(config, standard);
        assertNothingIsAsBefore(config.defaults(), standard.defaults());
        assertNothingIsAsBefore(
                config.hypervisors().get(0), standard.hypervisors().get(0));
    }

    /** A component that the file above leaves at its default is a key without a test. */
    private static void assertNothingIsAsBefore(Record changed, Record standard) throws ReflectiveOperationException {
        for (RecordComponent part : standard.getClass().getRecordComponents()) {
            assertThat(part.getAccessor().invoke(changed))
                    .as(part.getName())
                    .isNotEqualTo(part.getAccessor().invoke(standard));
        }
    }

    @Test
    void xdgPathsCountWhereTheyAreAbsolute() {
        Map<String, String> environment = Map.of("XDG_DATA_HOME", "/data", "XDG_CACHE_HOME", "relative");
        VivariumConfig config =
                VivariumConfig.standard(new Surroundings(environment, Path.of("/home/муза"), List.of()));
        assertThat(config.home()).isEqualTo(Path.of("/data/vivarium"));
        assertThat(config.cache()).isEqualTo(Path.of("/home/муза/.cache/vivarium"));
        assertThat(config.hypervisors()).isEmpty();
    }

    @Test
    void theOnlyHypervisorIsTheDefaultOne() throws IOException {
        assertThat(read("version: 1\nhypervisors: {mine: {kind: qemu}}\n")
                        .defaults()
                        .on())
                .isEqualTo("mine");
    }

    @Test
    void aNodeBeginsWithTheDefaults() throws IOException {
        NodeSpec spec = read("version: 1\ndefaults: {cores: 3, image: file:диск.qcow2}\n")
                .defaults()
                .node("муза")
                .memory(Size.GiB(2))
                .build();
        assertThat(spec.cores()).isEqualTo(3);
        assertThat(spec.memoryMiB()).isEqualTo(2048);
        assertThat(spec.image()).hasToString("file:" + directory.resolve("диск.qcow2"));
    }

    @Test
    void anUnknownHypervisorIsToldWithThoseThatThereAre() {
        assertThatThrownBy(() -> VivariumConfig.standard(surroundings()).hypervisor("lab"))
                .isInstanceOf(VivariumException.class)
                .hasMessage("no hypervisor 'lab' is configured; there is local");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            versoin: 1                                        |1: the document: the key 'version' is missing; is 'versoin' in line 1 meant?
            version: 2                                        |1: version: this release reads version 1, not 2
            version: 1;hom: x                                 |2: the document: unknown key 'hom'; did you mean 'home'?
            version: 1;home: 7                                |2: home: expected text, found the number 7; put it in quotes
            version: 1;home: ''                               |2: home: an empty path
            version: 1;installation: My Lab                   |2: installation: an installation id has 1 to 32
            version: 1;masterKey: swordfish                   |2: masterKey: a secret is never written here; write env:NAME or file:PATH
            version: 1;masterKey: env:NOT_SET                 |2: masterKey: the environment variable NOT_SET is not set
            version: 1;masterKey: file:absent                 |2: masterKey: there is no file
            version: 1;masterKey: file:wide                   |2: masterKey: others can read or change
            version: 1;masterKey: file:empty                  |2: masterKey: {dir}/empty is empty
            version: 1;hypervisors: {}                        |2: hypervisors: name at least one hypervisor
            version: 1;hypervisors: {Ä: {kind: qemu}}         |2: hypervisors.Ä: a hypervisor's name has 1 to 32 characters
            version: 1;hypervisors:;  lab:;    parallel: 1    |4: hypervisors.lab: the key 'kind' is missing
            version: 1;hypervisors:;  lab:;    kind: xen      |4: hypervisors.lab.kind: there is no provider of kind 'xen'; there is lab, qemu
            version: 1;hypervisors: {a: {kind: qemu, acc: 1}} |2: hypervisors.a: unknown key 'acc'
            version: 1;hypervisors: {a: {kind: lab}}          |2: hypervisors.a: the key 'address' is missing
            version: 1;hypervisors: {a: {kind: lab, address: x, adress: y}}              |is missing
            version: 1;hypervisors: {a: {kind: lab, address: x, token: abc}}             |2: hypervisors.a.token: a secret is never written here
            version: 1;hypervisors: {a: {kind: lab, address: x, port: high}}             |2: hypervisors.a.port: expected a whole number
            version: 1;hypervisors: {a: {kind: lab, address: x, timeout: soon}}          |2: hypervisors.a.timeout: 'soon' is no length of time
            version: 1;hypervisors: {a: {kind: lab, address: x, token: env:T, prt: 1}}   |2: hypervisors.a: unknown key 'prt'; did you mean 'port'?
            version: 1;hypervisors: {a: {kind: qemu, parallel: 0}}                       |2: hypervisors.a.parallel: expected a whole number from 1 to 1024
            version: 1;hypervisors: {a: {kind: qemu}, b: {kind: qemu}}                   |1: the document: say with defaults.on
            version: 1;defaults: {on: lab}                    |2: defaults.on: no hypervisor 'lab' is configured; there is local
            version: 1;defaults: {memory: lots}               |2: defaults.memory: 'lots' is no size
            version: 1;defaults: {memory: 1M}                 |2: defaults: memory must be at least 128 MiB
            version: 1;defaults: {image: Ubuntu}              |2: defaults.image: 'Ubuntu' is neither
            version: 1;defaults: {network: bridge}            |2: defaults.network: expected one of nat, isolated
            version: 1;defaults: {core: 1}                    |2: defaults: unknown key 'core'; did you mean 'cores'?
            """)
    void everyMistakeHasItsLine(String text, String expected) throws IOException {
        secretFile("empty", "\n");
        Path wide = secretFile("wide", "x");
        Files.setPosixFilePermissions(wide, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> read(text.replace(';', '\n'))).isInstanceOfSatisfying(VivariumException.class, e -> {
            assertThat(e.kind()).isEqualTo(Kind.INVALID);
            assertThat(e.code()).isEqualTo("config.invalid");
            assertThat(e.message()).startsWith(directory.resolve("vivarium.yaml") + ":");
            assertThat(e.message()).contains(expected.replace("{dir}", directory.toString()));
            assertThat(e.message()).doesNotContain("swordfish");
        });
    }

    @Test
    void aMissingFileIsNotFound() {
        assertThatThrownBy(() -> VivariumConfig.read(directory.resolve("none.yaml"), surroundings()))
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
    }

    private VivariumConfig read(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("vivarium.yaml"), text);
        return VivariumConfig.read(file, surroundings());
    }

    private Path secretFile(String name, String content) throws IOException {
        Path file = Files.writeString(directory.resolve(name), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static Surroundings surroundings() {
        return new Surroundings(
                Map.of("VIVARIUM_KEY", "k", "T", "t"),
                Path.of("/home/муза"),
                List.of(FakeProvider.QEMU, FakeProvider.LAB));
    }
}
