package dev.vivarium.core.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.keys.KeyRing;
import dev.vivarium.core.keys.SshKeyPair;
import dev.vivarium.core.keys.TestKeys;
import dev.vivarium.core.model.Endpoint;
import dev.vivarium.core.model.HostKey;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.TestWork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GuestAccessTest {
    private static final Duration PATIENT = Duration.ofSeconds(30);

    private final KeyRing ring = TestKeys.ring();
    private final SshKeyPair hostKey = ring.hostKey(NodeId.random(), 1);
    private final GuestLogin login = login(hostKey.publicLine());

    private final GuestAccess access = new GuestAccess(Duration.ofMillis(300), System::nanoTime);
    private GuestSshd guest;

    @BeforeEach
    void boot() throws Exception {
        guest = new GuestSshd(List.of(hostKey.keyPair()), ring.loginKey(1));
    }

    @AfterEach
    void powerOff() throws Exception {
        access.close();
        guest.close();
    }

    @Test
    void runsCommands() {
        guest.on("поздоровайся", (in, out, err) -> {
            out.write(("здравствуй, " + new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8));
            err.write("и не только".getBytes(StandardCharsets.UTF_8));
            return 3;
        });
        try (GuestSession session = access.open(guest.endpoint(), login)) {
            ExecResult result = session.exec("поздоровайся", "муза", PATIENT);
            assertThat(result).isEqualTo(new ExecResult(3, "здравствуй, муза", "и не только", false));
            assertThat(result.brief()).isEqualTo("exit status 3: и не только");
            assertThat(session.exec("unknown", PATIENT).exit()).isEqualTo(127);
        }
    }

    @Test
    void neverLogsInToAnotherMachine() throws Exception {
        guest.changeHostKey(ring.hostKey(NodeId.random(), 1).keyPair());
        fails(() -> access.open(guest.endpoint(), login), Kind.GUEST_FAULT, "guest.host-key", "may be another machine");
        assertThat(guest.logins).isEmpty();
    }

    @Test
    void logsInWithItsFirstWord() {
        access.open(guest.endpoint(), login).close();
        assertThat(guest.logins).as("how often the server looked at our key").hasSize(1);
    }

    @Test
    void asksForTheKindOfKeyThatIsPinned() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair rsa = generator.generateKeyPair();
        try (GuestSshd both = new GuestSshd(List.of(rsa, hostKey.keyPair()), ring.loginKey(1))) {
            access.open(both.endpoint(), login).close();
            access.open(both.endpoint(), login(PublicKeyEntry.toString(rsa.getPublic())))
                    .close();
        }
    }

    @Test
    void saysWhenItIsNotLetIn() {
        GuestLogin stranger = new GuestLogin(login.hostKey(), "vivarium", ring.loginKey(2));
        fails(() -> access.open(guest.endpoint(), stranger), Kind.GUEST_FAULT, "guest.login-refused", "'vivarium'");
        assertThat(guest.logins).isNotEmpty();
    }

    @Test
    void saysWhenNobodyAnswers() throws Exception {
        Endpoint endpoint = guest.endpoint();
        guest.close();
        fails(() -> access.open(endpoint, login), Kind.UNAVAILABLE, "guest.unreachable", endpoint.toString());
        // a forwarded port accepts long before the guest is up
        try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Endpoint accepting = new Endpoint("127.0.0.1", mute.getLocalPort());
            fails(() -> access.open(accepting, login), Kind.UNAVAILABLE, "guest.unreachable", "no SSH at");
        }
    }

    @Test
    void waitsUntilTheGuestIsUp() throws Exception {
        guest.close();
        TestWork work = new TestWork();
        GuestSshd[] late = new GuestSshd[1];
        work.atPause(() -> {
            if (late[0] == null && work.nanos() > Duration.ofSeconds(5).toNanos()) {
                late[0] = booted();
            }
        });
        try (GuestSession session = access.awaitReachable(
                () -> Optional.ofNullable(late[0]).map(GuestSshd::endpoint), login, Patience.of(PATIENT), work)) {
            assertThat(session.exec("true", PATIENT).exit()).isEqualTo(127);
        }
        late[0].close();
        assertThat(work.progress()).contains("waiting for an address");
    }

    @Test
    void givesUpOnACommandThatSaysNothing() {
        CountDownLatch never = new CountDownLatch(1);
        guest.on("hang", (in, out, err) -> {
            never.await();
            return 0;
        });
        try (GuestSession session = access.open(guest.endpoint(), login)) {
            fails(() -> session.exec("hang", Duration.ofMillis(300)), Kind.TIMEOUT, "guest.silent", "hang");
            assertThat(session.exec("else", PATIENT).exit()).isEqualTo(127);
        }
    }

    @Test
    void cutsWhatIsTooLong() {
        byte[] page = new byte[1 << 20];
        Arrays.fill(page, (byte) 'a');
        guest.on("much", (in, out, err) -> {
            out.write(page);
            out.write(page);
            return 0;
        });
        guest.on("endless", (in, out, err) -> {
            while (true) {
                out.write(page);
            }
        });
        try (GuestSession session = access.open(guest.endpoint(), login)) {
            ExecResult result = session.exec("much", PATIENT);
            assertThat(result.cut()).isTrue();
            assertThat(result.out()).hasSize(ExecResult.LIMIT);
            assertThat(result.brief()).endsWith("(cut)").hasSizeLessThan(400);
            fails(() -> session.exec("endless", PATIENT), Kind.GUEST_FAULT, "guest.flood", "endless");
        }
    }

    @Test
    void connectsAgainAfterTheConnectionBroke() {
        try (GuestSession session = access.open(guest.endpoint(), login)) {
            guest.on("reboot", (in, out, err) -> {
                guest.dropConnections();
                return 0;
            });
            fails(() -> session.exec("reboot", PATIENT), Kind.UNAVAILABLE, "guest.connection-lost", "broke off");
            assertThat(session.exec("more", PATIENT).exit()).isEqualTo(127);

            guest.changeHostKey(ring.hostKey(NodeId.random(), 1).keyPair());
            guest.dropConnections();
            fails(() -> untilHostKey(session), Kind.GUEST_FAULT, "guest.host-key", "another machine");
        }
    }

    @Test
    void aConnectionIsUsedAgainAsLongAsItAnswers() throws Exception {
        open().close();
        open().close();
        assertThat(guest.connections()).as("one for both").isEqualTo(1);

        access.hangUp(login);
        open().close();
        assertThat(guest.connections()).as("after hanging up").isEqualTo(2);

        guest.dropConnections();
        try (GuestSession session = open()) {
            assertThat(session.exec("more", PATIENT).exit()).isEqualTo(127);
        }
        assertThat(guest.connections()).as("after the guest hung up").isEqualTo(3);
    }

    @Test
    void aConnectionIsGivenToNobodyElseAndNotToTwo() throws Exception {
        open().close();
        try (GuestSession first = open();
                GuestSession second = open()) {
            assertThat(first.exec("more", PATIENT).exit()).isEqualTo(127);
            assertThat(second.exec("more", PATIENT).exit()).isEqualTo(127);
            assertThat(guest.connections()).isEqualTo(2);
        }
        GuestLogin other = login(ring.hostKey(NodeId.random(), 1).publicLine());
        fails(() -> access.open(guest.endpoint(), other), Kind.GUEST_FAULT, "guest.host-key", "another machine");
    }

    @Test
    void whatBrokeOffInTheMiddleIsNotUsedAgain() {
        CountDownLatch never = new CountDownLatch(1);
        guest.on("hang", (in, out, err) -> {
            never.await();
            return 0;
        });
        try (GuestSession session = open()) {
            fails(() -> session.exec("hang", Duration.ofMillis(300)), Kind.TIMEOUT, "guest.silent", "hang");
        }
        open().close();
        assertThat(guest.connections()).isEqualTo(2);
    }

    private GuestSession open() {
        return access.awaitReachable(() -> Optional.of(guest.endpoint()), login, Patience.of(PATIENT), new TestWork());
    }

    @Test
    void stopsWaitingWhenCancelled() throws Exception {
        TestWork work = new TestWork();
        try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Endpoint endpoint = new Endpoint("127.0.0.1", mute.getLocalPort());
            work.atPause(work::cancel);
            fails(
                    () -> access.awaitReachable(() -> Optional.of(endpoint), login, Patience.of(PATIENT), work),
                    Kind.CANCELLED,
                    "test.cancelled",
                    "");
        }
    }

    /** The end of a connection is noticed a moment later. */
    private void untilHostKey(GuestSession session) {
        while (true) {
            try {
                session.exec("more", PATIENT);
            } catch (VivariumException e) {
                if (!e.code().equals("guest.connection-lost")) {
                    throw e;
                }
            }
        }
    }

    private GuestSshd booted() {
        try {
            return new GuestSshd(List.of(hostKey.keyPair()), ring.loginKey(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private GuestLogin login(String pinned) {
        return new GuestLogin(new HostKey.Given(pinned), "vivarium", ring.loginKey(1));
    }

    private static void fails(ThrowingCallable call, Kind kind, String code, String words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(VivariumException.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.kind()).isEqualTo(kind);
                })
                .hasMessageContaining(words);
    }
}
