package dev.vivarium.client;

import dev.vivarium.client.model.ErrorKind;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** TLS with a {@link Trust}. */
final class TlsContext {
    private TlsContext() {}

    static SSLContext of(Trust trust) {
        try {
            if (trust instanceof Trust.SystemRoots) {
                return SSLContext.getDefault();
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    null,
                    trust instanceof Trust.Pinned pinned
                            ? new TrustManager[] {new Exactly(pinned.sha256())}
                            : signedBy(((Trust.Authorities) trust).file()),
                    null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw ServiceException.ours(
                    ErrorKind.INVALID, "certificates", "the certificates cannot be used: " + e.getMessage(), e);
        }
    }

    private static TrustManager[] signedBy(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int count = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca" + count++, each);
            }
        }
        if (count == 0) {
            throw new CertificateException("there is none in " + file);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** Believes one certificate. It is an extended one so that the JDK leaves the name in the certificate to it. */
    private static final class Exactly extends X509ExtendedTrustManager {
        private final String sha256;

        Exactly(String sha256) {
            this.sha256 = sha256;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            byte[] seen;
            try {
                seen = MessageDigest.getInstance("SHA-256").digest(chain[0].getEncoded());
            } catch (GeneralSecurityException e) {
                throw new CertificateException(e);
            }
            if (!MessageDigest.isEqual(seen, HexFormat.of().parseHex(sha256))) {
                throw new CertificateException("the service's certificate has the fingerprint "
                        + HexFormat.of().formatHex(seen) + ", not the pinned one");
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            checkServerTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            checkServerTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("this is no server");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            checkClientTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            checkClientTrusted(chain, type);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
