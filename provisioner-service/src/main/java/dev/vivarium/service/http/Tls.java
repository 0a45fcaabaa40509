package dev.vivarium.service.http;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** The certificate by which callers know this service; read again when it is renewed. */
public final class Tls {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private final Path certificate;
    private final Path key;
    private final SslContextFactory.Server context = new SslContextFactory.Server();

    /**
     * Of these files.
     *
     * @param certificate PEM, the service's own first, then those that lead to its root
     * @param key PEM, PKCS #8, without a passphrase
     * @throws VivariumException INVALID {@code tls.files} that says what is wrong with them
     */
    public Tls(Path certificate, Path key) {
        this.certificate = certificate;
        this.key = key;
        context.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        load();
    }

    /** Reads the files again; connections that there are stay as they are. */
    public void reload() {
        try {
            context.reload(f -> load());
        } catch (VivariumException e) {
            throw e;
        } catch (Exception e) {
            throw wrong(e);
        }
    }

    ServerConnector connector(org.eclipse.jetty.server.Server server, HttpConfiguration http) {
        HttpConfiguration secure = new HttpConfiguration(http);
        secure.addCustomizer(new SecureRequestCustomizer(false));
        return new ServerConnector(
                server, 1, 1, new SslConnectionFactory(context, "http/1.1"), new HttpConnectionFactory(secure));
    }

    private void load() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            List<? extends Certificate> chain = List.copyOf(CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(certificate))));
            char[] password = {};
            store.setKeyEntry("service", privateKey(), password, chain.toArray(new Certificate[0]));
            context.setKeyStore(store);
            context.setKeyStorePassword("");
        } catch (IOException | GeneralSecurityException e) {
            throw wrong(e);
        }
    }

    private PrivateKey privateKey() throws IOException, GeneralSecurityException {
        Matcher pem = KEY.matcher(Files.readString(key, StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw new InvalidKeySpecException(
                    "the key is no PEM in PKCS #8; 'openssl pkcs8 -topk8 -nocrypt' makes one");
        }
        PKCS8EncodedKeySpec spec =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
        for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                // of another kind
            }
        }
        throw new InvalidKeySpecException("the key is none of EC, RSA, Ed25519");
    }

    private VivariumException wrong(Exception e) {
        return new VivariumException(
                Kind.INVALID,
                "tls.files",
                "the certificate " + certificate + " and its key cannot be used: " + e.getMessage(),
                e);
    }
}
