package dev.vivarium.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.model.ImageReference;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.TestWork;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS with a certificate that was made for the test, by the JDK's own keytool. */
@Timeout(60)
class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final byte[] IMAGE = SampleImages.large(100_000);

    @TempDir
    Path directory;

    @Test
    void followsARedirectToATrustedServerAndNoOther() throws Exception {
        KeyStore keys = keys();
        try (ImageServer secure = secure(keys);
                ImageServer plain = new ImageServer()) {
            secure.on("/real", ImageServer.gives(IMAGE));
            secure.on("/loop", ImageServer.leadsTo("/loop"));
            secure.on("/down", ImageServer.leadsTo(plain.at("/i").toString()));
            plain.on("/i", ImageServer.leadsTo(https(secure, "/real").toString()));

            assertThatThrownBy(() -> fetch(WebSource.standardClient(), plain.at("/i")))
                    .isInstanceOfSatisfying(
                            VivariumException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
            HttpClient trusting =
                    HttpClient.newBuilder().sslContext(trust(keys)).build();
            assertThatThrownBy(() -> fetch(trusting, https(secure, "/loop"))).hasMessageContaining("without an end");
            assertThatThrownBy(() -> fetch(trusting, https(secure, "/down"))).hasMessageContaining("not https");
            assertThat(fetch(trusting, plain.at("/i"))).isEqualTo(Digest.of(IMAGE));
        }
    }

    private Digest fetch(HttpClient client, URI address) {
        ImageStore store = new ImageStore(
                directory.resolve("cache"),
                new DownloadLimits(1 << 20, Duration.ofSeconds(10), 3),
                ImageCatalogue.builtIn(),
                client,
                Clock.systemUTC());
        store.resolve(new ImageReference.Download(address, Digest.of(IMAGE)), new TestWork());
        return Digest.of(IMAGE);
    }

    private static URI https(ImageServer server, String path) {
        return URI.create("https://localhost:" + server.port() + path);
    }

    private static ImageServer secure(KeyStore keys) throws Exception {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new ImageServer(server);
    }

    private static SSLContext trust(KeyStore keys) throws Exception {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    private KeyStore keys() throws Exception {
        Path file = directory.resolve("keys.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "test",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        file.toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }
}
