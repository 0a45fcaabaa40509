package dev.vivarium.proxmox.api;

import static dev.vivarium.proxmox.api.ScriptedServer.data;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateTest {
    private static final HeldCertificate ELSEWHERE = new HeldCertificate.Builder()
            .addSubjectAlternativeName("elsewhere.example")
            .build();
    private static final HeldCertificate AUTHORITY =
            new HeldCertificate.Builder().certificateAuthority(0).build();

    @TempDir
    Path directory;

    @Test
    void aPinnedCertificateIsBelievedWhateverNameIsInIt() {
        String pin = Clients.fingerprint(ELSEWHERE);
        assertThat(pin).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
        assertThat(version(ELSEWHERE, new PveTrust.Pinned(pin))).isEqualTo("9.2.11");
        assertThat(version(ELSEWHERE, new PveTrust.Pinned(pin.replace(":", "").toLowerCase(Locale.ROOT))))
                .isEqualTo("9.2.11");
    }

    @Test
    void anotherThanThePinnedOneIsRefusedAndBothAreNamed() {
        String pin = Clients.fingerprint(ScriptedServer.OURS);
        VivariumException failure = refused(ELSEWHERE, new PveTrust.Pinned(pin));
        assertThat(failure.message())
                .contains(Clients.fingerprint(ELSEWHERE))
                .contains(pin)
                .contains("pvenode cert info");
    }

    @Test
    void whatNobodyTrustedSignedIsRefusedAndItsFingerprintNamed() {
        assertThat(refused(ScriptedServer.OURS, new PveTrust.SystemRoots()).message())
                .contains("nobody trusted has signed it")
                .contains(Clients.fingerprint(ScriptedServer.OURS));
    }

    @Test
    void theClustersAuthorityIsBelievedForTheRightHost() throws IOException {
        PveTrust trust = new PveTrust.Authorities(
                Files.writeString(directory.resolve("pve-root-ca.pem"), AUTHORITY.certificatePem()));
        assertThat(version(signed("127.0.0.1"), trust)).isEqualTo("9.2.11");
        assertThat(refused(signed("elsewhere.example"), trust).message()).contains("it was made for another host");
        assertThat(refused(ScriptedServer.OURS, trust).message()).contains("nobody trusted");
    }

    @Test
    void aFileWithoutCertificatesIsRefusedAtOnce() throws IOException {
        PveTrust trust = new PveTrust.Authorities(Files.writeString(directory.resolve("empty.pem"), ""));
        assertThatThrownBy(() -> Pve.open(PveSettings.of(Clients.TOKEN, URI.create("https://127.0.0.1"))
                        .trusting(trust)))
                .isInstanceOf(VivariumException.class)
                .hasMessageContaining("the certificates cannot be used");
    }

    private static HeldCertificate signed(String host) {
        return new HeldCertificate.Builder()
                .addSubjectAlternativeName(host)
                .signedBy(AUTHORITY)
                .build();
    }

    private static String version(HeldCertificate certificate, PveTrust trust) {
        try (ScriptedServer server = new ScriptedServer(certificate).otherwise(data("{\"version\":\"9.2.11\"}"));
                Pve pve = new Clients()
                        .open(Clients.settings(Clients.TOKEN, server).trusting(trust))) {
            return pve.version().text();
        }
    }

    private static VivariumException refused(HeldCertificate certificate, PveTrust trust) {
        VivariumException failure = catchThrowableOfType(VivariumException.class, () -> version(certificate, trust));
        assertThat(failure.kind()).isEqualTo(Kind.DENIED);
        assertThat(failure.code()).isEqualTo("proxmox.certificate");
        return failure;
    }
}
