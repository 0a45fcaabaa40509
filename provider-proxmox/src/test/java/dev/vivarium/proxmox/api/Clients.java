package dev.vivarium.proxmox.api;

import dev.vivarium.cloudinit.Secret;
import dev.vivarium.testkit.faults.VirtualClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.tls.HeldCertificate;

/** Clients for tests: they sleep in virtual time, and wait for nothing longer than some seconds. */
final class Clients {
    static final PveLogin TOKEN =
            new PveLogin.Token("vivarium@pve!test", Secret.of("c0ffee00-1111-2222-3333-444455556666"));
    static final PveTimeouts QUICK = new PveTimeouts(
            Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(20));

    final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-01T00:00:00Z"));
    final AtomicLong nanoTime = new AtomicLong();
    final List<Duration> slept = new ArrayList<>();

    Pve open(ScriptedServer... servers) {
        return open(settings(TOKEN, servers));
    }

    Pve open(PveSettings settings) {
        return Pve.open(settings, new PveRuntime(clock, nanoTime::get, new Random(4), time -> {
            slept.add(time);
            clock.advance(time);
        }));
    }

    static PveSettings settings(PveLogin login, ScriptedServer... servers) {
        List<URI> addresses = new ArrayList<>();
        for (ScriptedServer server : servers) {
            addresses.add(server.address());
        }
        return PveSettings.of(login, addresses.toArray(URI[]::new))
                .trusting(new PveTrust.Pinned(fingerprint(ScriptedServer.OURS)))
                .within(QUICK);
    }

    static String fingerprint(HeldCertificate certificate) {
        try {
            return PveTrust.shown(MessageDigest.getInstance("SHA-256")
                    .digest(certificate.certificate().getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
