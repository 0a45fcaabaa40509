package dev.vivarium.proxmox.api;

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
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Believes a server's certificate, or says which one it saw, so that it can be compared and pinned. */
final class ServerTrust extends X509ExtendedTrustManager {
    private final @Nullable X509ExtendedTrustManager authorities;
    private final String pinned;

    private ServerTrust(@Nullable X509ExtendedTrustManager authorities, String pinned) {
        this.authorities = authorities;
        this.pinned = pinned;
    }

    static void apply(PveTrust trust, OkHttpClient.Builder client) {
        try {
            ServerTrust manager = of(trust);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager}, null);
            client.sslSocketFactory(context.getSocketFactory(), manager);
            if (trust instanceof PveTrust.Pinned) {
                // The certificate itself was compared; the name in it says nothing more.
                client.hostnameVerifier((host, session) -> true);
            }
        } catch (GeneralSecurityException | IOException e) {
            throw PveSettings.wrong("the certificates cannot be used: " + e.getMessage());
        }
    }

    private static ServerTrust of(PveTrust trust) throws GeneralSecurityException, IOException {
        if (trust instanceof PveTrust.Pinned pin) {
            return new ServerTrust(null, pin.sha256());
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trust instanceof PveTrust.Authorities ca ? store(ca.file()) : null);
        return new ServerTrust((X509ExtendedTrustManager) factory.getTrustManagers()[0], "");
    }

    private static KeyStore store(Path file) throws GeneralSecurityException, IOException {
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
        return store;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain, believer -> believer.checkServerTrusted(chain, type));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain, believer -> believer.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain, believer -> believer.checkServerTrusted(chain, type, engine));
    }

    private void check(X509Certificate[] chain, Check byAuthorities) throws CertificateException {
        String seen = fingerprint(chain[0]);
        if (authorities == null) {
            if (!seen.equals(pinned)) {
                throw new CertificateException("its fingerprint is " + seen + ", and " + pinned + " is pinned");
            }
            return;
        }
        try {
            byAuthorities.by(authorities);
        } catch (CertificateException e) {
            throw new CertificateException("nobody trusted has signed it; its fingerprint is " + seen, e);
        }
    }

    private static String fingerprint(X509Certificate certificate) throws CertificateException {
        try {
            return PveTrust.shown(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new CertificateException(e);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("this is no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities == null ? new X509Certificate[0] : authorities.getAcceptedIssuers();
    }

    private interface Check {
        void by(X509ExtendedTrustManager authorities) throws CertificateException;
    }
}
