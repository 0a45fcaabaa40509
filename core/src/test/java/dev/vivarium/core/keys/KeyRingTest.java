package dev.vivarium.core.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.model.Endpoint;
import dev.vivarium.core.model.HostKey;
import dev.vivarium.core.model.NodeId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Signature;
import java.util.Set;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingTest {
    private static final NodeId NODE = NodeId.parse("3f8e2a0c-0000-4000-8000-000000000001");

    private final KeyRing ring = new KeyRing(MasterKey.of(new byte[32]));

    @TempDir
    Path directory;

    /**
     * Computed apart from this code, with Python's hmac and OpenSSL. These lines are an API: nodes that exist are pinned to them. A change here locks people out of
     * their nodes.
     */
    @Test
    void derivesWhatEveryReleaseDerived() {
        assertThat(ring.hostKey(NODE, 1).publicLine()).isEqualTo(HOST_KEY);
        assertThat(ring.loginKey(1).publicLine()).isEqualTo(LOGIN_KEY);
        assertThat(ring.mac(NODE)).isEqualTo(MAC);
        assertThat(ring.instanceId(NODE)).isEqualTo("vivarium-" + NODE);
    }

    private static final String HOST_KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFEjGT3jigt6CJk/aMweW2aFwyFfd4fzt2XguWgRd+QC vivarium-host-3f8e2a0c-0000-4000-8000-000000000001";
    private static final String LOGIN_KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBwGp902TDa+bWWzF9BEocckCr2OIrTcM0dOQYq7qcz9 vivarium-login-1";
    private static final String MAC = "52:54:00:16:2b:08";

    @Test
    void givesEveryPurposeAKeyOfItsOwn() {
        KeyRing other = new KeyRing(MasterKey.of(new byte[] {
            1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
        }));
        assertThat(Set.of(
                        body(ring.hostKey(NODE, 1)),
                        body(ring.hostKey(NODE, 2)),
                        body(ring.hostKey(NodeId.random(), 1)),
                        body(ring.loginKey(1)),
                        body(ring.loginKey(2)),
                        body(other.hostKey(NODE, 1)),
                        body(other.loginKey(1))))
                .hasSize(7);
        assertThatThrownBy(() -> ring.hostKey(NODE, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void macAddressAvoidsThoseTaken() {
        String first = ring.mac(NODE);
        String second = ring.mac(NODE, Set.of(first));
        assertThat(second).matches("52:54:00(:[0-9a-f]{2}){3}").isNotEqualTo(first);
        assertThat(ring.mac(NODE, Set.of(first, second))).isNotIn(first, second);
    }

    @Test
    void keyPairSignsAndMatchesItsPublicLine() throws Exception {
        SshKeyPair pair = ring.hostKey(NODE, 1);
        Signature signature = SecurityUtils.getSignature("Ed25519");
        signature.initSign(pair.keyPair().getPrivate());
        signature.update(new byte[] {1, 2, 3});
        byte[] signed = signature.sign();
        signature.initVerify(
                PublicKeyEntry.parsePublicKeyEntry(pair.publicLine()).resolvePublicKey(null, null, null));
        signature.update(new byte[] {1, 2, 3});
        assertThat(signature.verify(signed)).isTrue();
    }

    @Test
    void sshKeygenReadsThePrivateKey() throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/ssh-keygen")), "needs ssh-keygen: apt install openssh-client");
        HostKey host = new HostKey.Derived(1, ring.hostKey(NODE, 1).publicLine());
        LoginFiles files =
                LoginFiles.write(directory.resolve("муза"), ring.loginKey(1), new Endpoint("127.0.0.1", 40022), host);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.identity())))
                .isEqualTo("rw-------");
        assertThat(run("ssh-keygen", "-y", "-f", files.identity().toString()))
                .isEqualTo(ring.loginKey(1).publicLine());
        assertThat(run(
                        "ssh-keygen",
                        "-F",
                        "[127.0.0.1]:40022",
                        "-f",
                        files.knownHosts().toString()))
                .contains(body(ring.hostKey(NODE, 1)));
    }

    @Test
    void privateTextIsTheSameEveryTimeAndHidden() {
        SshKeyPair pair = ring.loginKey(1);
        assertThat(pair.privatePem()).isEqualTo(ring.loginKey(1).privatePem()).hasToString("***");
        assertThat(pair.privatePem().reveal()).startsWith("-----BEGIN OPENSSH PRIVATE KEY-----\n");
        assertThat(pair.toString()).doesNotContain("PRIVATE");
    }

    @Test
    void knownHostsNamesThePortOnlyWhenItIsNotTheUsualOne() {
        HostKey key = new HostKey.Given("ssh-ed25519 AAAA somebody@somewhere");
        assertThat(LoginFiles.knownHostsLine(new Endpoint("10.0.0.7", 22), key)).isEqualTo("10.0.0.7 ssh-ed25519 AAAA");
        assertThat(LoginFiles.knownHostsLine(new Endpoint("10.0.0.7", 23), key))
                .isEqualTo("[10.0.0.7]:23 ssh-ed25519 AAAA");
        assertThatThrownBy(() -> LoginFiles.knownHostsLine(new Endpoint("10.0.0.7", 22), new HostKey.Given("AAAA")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String body(SshKeyPair pair) {
        return pair.publicLine().split(" ")[1];
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.strip();
    }
}
