package dev.vivarium.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.vivarium.client.model.Health;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.HexFormat;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service with a certificate that nobody signed. */
class TrustTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    static Path directory;

    private static HttpsServer server;
    private static Certificate certificate;

    @BeforeAll
    static void start() throws Exception {
        Path store = directory.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "k",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=vivarium",
                        "-storetype",
                        "PKCS12",
                        "-ext",
                        "SAN=IP:127.0.0.1",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        store.toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        certificate = keys.getCertificate("k");
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            try (exchange) {
                FakeService.json(exchange, 200, "{\"status\":\"ok\"}");
            }
        });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    private static Health.Status ask(String host, Trust trust) {
        URI address = URI.create("https://" + host + ":" + server.getAddress().getPort());
        return VivariumClient.of(ClientSettings.of(address).trust(trust), time -> {})
                .service()
                .live()
                .status();
    }

    private static String fingerprint() throws Exception {
        return HexFormat.ofDelimiter(":")
                .withUpperCase()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    }

    @Test
    void isNotBelievedByItself() {
        ServiceException e =
                catchThrowableOfType(ServiceException.class, () -> ask("127.0.0.1", new Trust.SystemRoots()));
        assertThat(e.code()).isEqualTo("client.tls");
        assertThat(e).hasMessageContaining("is not believed");
    }

    @Test
    void isBelievedByItsFingerprintWhateverItsName() throws Exception {
        assertThat(ask("127.0.0.1", new Trust.Pinned(fingerprint()))).isEqualTo(Health.Status.OK);
        assertThat(ask("localhost", new Trust.Pinned("sha256:" + fingerprint())))
                .isEqualTo(Health.Status.OK);
    }

    @Test
    void anotherFingerprintSaysWhichItIs() throws Exception {
        String seen = HexFormat.of().formatHex(HexFormat.ofDelimiter(":").parseHex(fingerprint()));
        assertThatThrownBy(() -> ask("127.0.0.1", new Trust.Pinned("0".repeat(64))))
                .hasMessageContaining(seen);
        assertThatThrownBy(() -> new Trust.Pinned("abc")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isBelievedByAFileUnderItsOwnNameOnly() throws Exception {
        Path pem = Files.writeString(
                directory.resolve("ca.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                                .encodeToString(certificate.getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        assertThat(ask("127.0.0.1", new Trust.Authorities(pem))).isEqualTo(Health.Status.OK);
        assertThatThrownBy(() -> ask("localhost", new Trust.Authorities(pem))).isInstanceOf(ServiceException.class);
    }

    @Test
    void aFileWithoutCertificatesIsRefused() throws Exception {
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");
        assertThatThrownBy(() -> ask("127.0.0.1", new Trust.Authorities(empty)))
                .hasMessageContaining("certificates cannot be used");
        assertThatThrownBy(() -> ask("127.0.0.1", new Trust.Authorities(directory.resolve("gone.pem"))))
                .hasMessageContaining("gone.pem");
    }
}
