package dev.vivarium.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vivarium.core.model.VivariumException;
import dev.vivarium.service.config.ServiceConfig.TlsFiles;
import dev.vivarium.service.fixture.ServiceUnderTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TlsTest {

    @Test
    void theServiceSpeaksTlsWithItsCertificate(@TempDir Path directory) throws IOException, InterruptedException {
        TlsFiles files = certificate(directory);
        try (ServiceUnderTest service = ServiceUnderTest.in(directory, c -> c.secured(files))) {
            String said = run(
                    "openssl",
                    "s_client",
                    "-brief",
                    "-CAfile",
                    files.certificate().toString(),
                    "-connect",
                    "127.0.0.1:" + service.service().address().getPort());
            assertThat(said).contains("Verification: OK").contains("TLSv1.3");
            assertThat(service.service().address().getScheme()).isEqualTo("https");
        }
    }

    @Test
    void filesThatAreNoCertificateAreSaid(@TempDir Path directory) throws IOException {
        Path wrong = Files.writeString(directory.resolve("wrong.pem"), "nothing");
        assertThatThrownBy(() -> new Tls(wrong, wrong))
                .isInstanceOf(VivariumException.class)
                .hasMessageContaining("wrong.pem");
    }

    private static TlsFiles certificate(Path directory) throws IOException, InterruptedException {
        Path certificate = directory.resolve("cert.pem");
        Path key = directory.resolve("key.pem");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "needs openssl: apt-get install openssl");
        run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString());
        return new TlsFiles(certificate, key);
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
