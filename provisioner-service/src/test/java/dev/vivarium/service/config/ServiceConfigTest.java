package dev.vivarium.service.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.config.Surroundings;
import dev.vivarium.core.config.VivariumConfig;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.testkit.simulated.SimulatedProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceConfigTest {
    @TempDir
    private Path directory;

    private Surroundings surroundings;

    @BeforeEach
    void surroundings() {
        surroundings = new Surroundings(Map.of("PASSWORD", "hush"), directory, List.of(new SimulatedProvider()));
    }

    private ServiceConfig read(String service) throws IOException {
        Path file = directory.resolve("vivarium.yaml");
        Files.writeString(file, "version: 1\nhome: data\nhypervisors:\n  local: {kind: simulated}\n" + service);
        VivariumConfig.read(file, surroundings); // the library reads past it
        return ServiceConfig.read(file, surroundings);
    }

    @Test
    void everyKeyIsRead() throws IOException {
        ServiceConfig config = read("""
                service:
                  listen: "[::1]:9000"
                  tls: {certificate: tls/cert.pem, key: tls/key.pem}
                  database: {url: "jdbc:postgresql://db/vivarium", user: v, password: "env:PASSWORD", connections: 7}
                  parallel: 12
                  watch: 30s
                  allowAddresses: [10.0.0.0/8, "fd00::/8"]
                  limits: {body: 2M, upload: 1G, requestTime: 5s, perToken: 3, perAddress: 4, wrongTokens: 5, streams: 6, threads: 9}
                """);
        assertThat(config.listen()).isEqualTo(new ListenAddress("::1", 9000));
        assertThat(config.listen().isLoopback()).isTrue();
        assertThat(config.tls())
                .hasValueSatisfying(t -> assertThat(t.key()).isEqualTo(directory.resolve("tls/key.pem")));
        assertThat(config.database().password())
                .hasValueSatisfying(p -> assertThat(p.reveal()).isEqualTo("hush"));
        assertThat(config.toString()).doesNotContain("hush");
        assertThat(config.watch()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.limits().bodyBytes()).isEqualTo(2 << 20);
        assertThat(config.rates().failuresPerMinute()).isEqualTo(5);
        assertThat(config.allowed()).anyMatch(r -> r.contains(address("10.1.2.3")));
        assertThat(config.allowed()).noneMatch(r -> r.contains(address("11.1.2.3")));
    }

    @Test
    void withoutTheSectionEverythingHasADefault() throws IOException {
        assertThat(read("")).isEqualTo(ServiceConfig.standard(read("").vivarium()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            service: {listen: everywhere}                       | ADDRESS:PORT
            service: {listen: "127.0.0.1:99999"}                | port
            service: {colour: red}                              | colour
            service: {tls: {certificate: x}}                    | key
            service: {database: {url: "jdbc:mysql:x"}}          | sqlite
            service: {allowAddresses: [example.org]}            | address
            service: {limits: {body: 1G}}                       | MiB
            service: {parallel: 0}                              | parallel
            """)
    void whatIsWrongIsSaidWithItsLine(String service, String said) {
        assertThatThrownBy(() -> read(service))
                .isInstanceOf(VivariumException.class)
                .hasMessageContaining("vivarium.yaml:5")
                .hasMessageContaining(said);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
