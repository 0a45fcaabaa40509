package dev.vivarium.cloudinit.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.cloudinit.InputException;
import dev.vivarium.cloudinit.bundle.BundleManifest.Hooks;
import dev.vivarium.cloudinit.bundle.BundleManifest.Layer;
import dev.vivarium.cloudinit.bundle.BundleManifest.PublishedPort;
import dev.vivarium.cloudinit.bundle.BundleManifest.Requirements;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundleManifestTest {
    private static final String MINIMAL = "version: 1\nname: muse\nrelease: '1.0'\n";

    @Test
    void everyKeyOfTheExampleIsRead() throws IOException {
        String text;
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("bundle.yaml"))) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(BundleManifest.parse("bundle.yaml", text))
                .isEqualTo(new BundleManifest(
                        "muse",
                        "1.0",
                        List.of(new Layer("models", List.of("models")), new Layer("code", List.of())),
                        List.of(
                                new Service.Unit("boot/muse-llm.service"),
                                new Service.Unit("boot/muse-agent.service"),
                                new Service.Compose(
                                        "docker/compose.yaml",
                                        "muse-web",
                                        List.of("docker/web.tar", "docker/db.tar.zst"))),
                        List.of(new PublishedPort("agent", 8080)),
                        List.of(
                                new HealthCheck.Http("agent", 8080, "/health", 200, Optional.of("ok")),
                                new HealthCheck.Tcp("llm", 8081)),
                        List.of(
                                new Probe(
                                        "greeting",
                                        "Привет! Кто ты?",
                                        8080,
                                        "/prompt",
                                        new Expectation(Expectation.How.CONTAINS, "${node.name}")),
                                new Probe(
                                        "echo_pulse",
                                        "echo_pulse",
                                        8080,
                                        "/prompt",
                                        new Expectation(Expectation.How.MATCHES, "^Я здесь\\."))),
                        List.of("memory", "logs"),
                        List.of("logs"),
                        List.of("MUSE_TOKEN"),
                        new Hooks(
                                Optional.of("boot/init.sh"),
                                Optional.of("boot/quiesce.sh"),
                                Optional.of("boot/resume.sh")),
                        new Requirements(512, 2048, 1, false, List.of("sse4_2"))));
    }

    @Test
    void whatIsNotSaidHasADefault() {
        BundleManifest manifest = BundleManifest.parse("bundle.yaml", MINIMAL);
        assertThat(manifest.layers()).containsExactly(new Layer("all", List.of()));
        assertThat(manifest.state()).containsExactly("memory", "logs");
        assertThat(manifest.preserve()).containsExactly("logs");
        assertThat(manifest.hooks()).isEqualTo(Hooks.NONE);
        assertThat(manifest.requires()).isEqualTo(Requirements.NONE);
        assertThat(BundleManifest.parse("b", MINIMAL + "state: [память]\n").preserve())
                .isEmpty();
        assertThat(new Service.Unit("boot/deep/muse.service").unitName()).isEqualTo("muse.service");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            prots: []                                      | 4 | did you mean 'ports'
            layers: []                                     | 4 | leave the key out
            layers: [{name: a}, {name: b}]                 | 4 | 'paths' is missing
            layers: [{name: A}]                            | 4 | not allowed
            layers: [{name: a, paths: [x]}, {name: a}]     | 4 | there already
            layers: [{name: a, paths: [x]}, {name: b, paths: [x]}]   | 4 | there already
            layers: [{name: a, paths: [x]}, {name: b, paths: [x/y]}] | 4 | lies within
            services: [{compose: a.yml, unit: x.service}]  | 4 | unknown key 'unit'
            services: [{compose: a.yml}, {compose: b.yml}] | 4 | there already
            services: [{compose: a.yml, project: A}]       | 4 | not allowed
            services: [{compose: a.yml, images: [a.zip]}]  | 4 | ends in .tar
            services: [{compose: a.yml, images: [../a.tar]}] | 4 | inside the bundle
            services: [{}]                                 | 4 | 'unit' is missing
            services: [{unit: boot/x.timer}]               | 4 | named like
            services: [{unit: boot/vivarium-node.service}] | 4 | kept for
            services: [{unit: a/x.service}, {unit: b/x.service}] | 4 | there already
            services: [{unit: ../x.service}]               | 4 | inside the bundle
            services: [{unit: /x.service}]                 | 4 | inside the bundle
            services: [{unit: "a\\nb.service"}]            | 4 | no path
            services: [{unit: x.service, restart: no}]     | 4 | unknown key 'restart'
            ports: [{name: a, port: 0}]                    | 4 | from 1 to 65535
            ports: [{name: a, port: 1}, {name: b, port: 1}] | 4 | there already
            health: [{name: a}]                            | 4 | either 'http' or 'tcp'
            health: [{name: a, tcp: {port: 1}, http: {port: 1}}] | 4 | either 'http' or 'tcp'
            health: [{name: a, http: {port: 1, path: health}}] | 4 | begins with /
            health: [{name: a, http: {port: 1, status: 42}}] | 4 | from 100 to 599
            probes: [{name: a, prompt: p, port: 1}]        | 4 | 'expect' is missing
            probes: [{name: a, prompt: ' ', port: 1, expect: {contains: x}}] | 4 | needs some text
            probes: [{name: a, prompt: p, port: 1, expect: {}}] | 4 | exactly one of
            probes: [{name: a, prompt: p, port: 1, expect: {contains: ''}}] | 4 | proves nothing
            probes: [{name: a, prompt: p, port: 1, expect: {equals: x, contains: y}}] | 4 | exactly one of
            probes: [{name: a, prompt: p, port: 1, expect: {matches: '('}}] | 4 | no regular expression
            state: [memory, memory/long]                   | 4 | lies within
            preserve: [models]                             | 4 | not among the paths
            secrets: [MY-KEY]                              | 4 | not allowed
            secrets: [VIVARIUM_KEY]                        | 4 | kept for
            hooks: {start: boot/x.sh}                      | 4 | unknown key 'start'
            requires: {memoryMiB: -1}                      | 4 | whole number
            requires: {cpuFeatures: ['a b']}               | 4 | /proc/cpuinfo
            """)
    void whatIsWrongIsToldWithItsLine(String line, int number, String problem) {
        assertThatThrownBy(() -> BundleManifest.parse("bundle.yaml", MINIMAL + line + "\n"))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("bundle.yaml:" + number + ": ")
                .hasMessageContaining(problem);
    }

    @Test
    void theFormatAndTheNamesAreRequired() {
        assertThatThrownBy(() -> BundleManifest.parse("b", MINIMAL.replace("version: 1", "version: 2")))
                .hasMessageStartingWith("b:1: ")
                .hasMessageContaining("version 1");
        assertThatThrownBy(() -> BundleManifest.parse("b", "version: 1\nname: muse\n"))
                .hasMessageContaining("'release' is missing");
        assertThatThrownBy(() -> BundleManifest.parse("b", MINIMAL.replace("'1.0'", "'1/0'")))
                .hasMessageStartingWith("b:3: ");
    }
}
