package dev.vivarium.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.cloudinit.Delivery;
import dev.vivarium.core.Vivarium;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.NetworkMode;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.Size;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.testkit.guest.GuestCommand;
import dev.vivarium.testkit.guest.GuestState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles that come in other ways than in drives, and connections that break on the way. */
class DeliveryOnSimulatedTest extends AtSite {
    private static final String APPEND = "sudo -n sh -c 'mkdir -p .* umask 077 .*exec cat >>(\\S+)\\.part'";
    private static final int SIZE = 3 << 20;

    @BeforeEach
    void site() throws IOException {
        byte[] weights = new byte[SIZE];
        new Random(7).nextBytes(weights);
        Files.write(directory.resolve("AGI-core/models/вес.bin"), weights);
    }

    @Test
    void aBundleIsSentOverTheConnectionAndNothingLiesInTheDrives() throws IOException {
        try (Vivarium vivarium = site.open()) {
            Node node = vivarium.create(spec("sftp")).await();
            assertThat(node.state()).isEqualTo(NodeState.READY);
            assertArrived(node);
            assertThat(appends()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionThatBreaksIsGoneOnWithWhereItStopped() throws IOException {
        AtomicInteger times = new AtomicInteger();
        cut(times, 2, 1 << 20);
        try (Vivarium vivarium = site.open()) {
            assertArrived(vivarium.create(spec("sftp")).await());
        }
        assertThat(times).hasValue(3);
        assertThat(commands())
                .anyMatch(c -> c.contains("sha256sum"))
                .noneMatch(c -> c.contains("rm -f /var/lib/vivarium/incoming/[0-9a-f]*.part'"));
    }

    @Test
    void whatIsThereAndWrongIsSentAnew() throws IOException {
        AtomicInteger times = new AtomicInteger();
        site.server().guests().commands().on(APPEND, (state, io) -> {
            append(state, io, times.incrementAndGet() == 1 ? 1 << 20 : Long.MAX_VALUE);
            if (times.get() == 1) {
                String path = io.line().group(1) + ".part";
                state.file(path, state.file(path).orElse("").replaceAll(".{3}$", "ой!"));
                io.hangUp().run();
            }
            return 0;
        });
        try (Vivarium vivarium = site.open()) {
            assertArrived(vivarium.create(spec("sftp")).await());
        }
        assertThat(times).hasValue(2);
    }

    @Test
    void aConnectionThatNeverHoldsIsGivenUpAndTheSameWishGoesOn() throws IOException {
        AtomicInteger times = new AtomicInteger();
        cut(times, 3, 0);
        try (Vivarium vivarium = site.open()) {
            assertThatThrownBy(() -> vivarium.create(spec("sftp")).await())
                    .isInstanceOfSatisfying(
                            VivariumException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
            assertThat(vivarium.node(Site.NODE).orElseThrow().state()).isEqualTo(NodeState.FAILED);
            assertArrived(vivarium.create(spec("sftp")).await());
        }
    }

    @Test
    void aProcessThatDiesInTheMiddleGoesOnWhereItStopped() throws Exception {
        CountDownLatch half = new CountDownLatch(1);
        site.server().guests().commands().on(APPEND, (state, io) -> {
            boolean first = half.getCount() == 1;
            append(state, io, first ? 1 << 20 : Long.MAX_VALUE);
            half.countDown();
            if (first) {
                new CountDownLatch(1).await(); // the guest waits for more, until the connection ends
            }
            return 0;
        });
        try (Vivarium vivarium = site.open()) {
            vivarium.create(spec("sftp"));
            assertThat(half.await(1, TimeUnit.MINUTES)).isTrue();
        }
        try (Vivarium vivarium = site.open()) {
            vivarium.resume().forEach(o -> o.await());
            assertArrived(vivarium.node(Site.NODE).orElseThrow());
        }
        assertThat(appends()).isEqualTo(2);
    }

    @Test
    void aFullDiskOfTheGuestIsTold() {
        site.server().guests().commands().on(APPEND, (state, io) -> {
            append(state, io, 1 << 20);
            io.err().write("cat: write error: No space left on device\n".getBytes(StandardCharsets.UTF_8));
            return 1;
        });
        try (Vivarium vivarium = site.open()) {
            assertThatThrownBy(() -> vivarium.create(spec("sftp")).await())
                    .isInstanceOfSatisfying(VivariumException.class, e -> {
                        assertThat(e.code()).isEqualTo("guest.no-space");
                        assertThat(e.kind()).isEqualTo(Kind.CAPACITY);
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "-1", "99999999999999999999", ""})
    void aGuestThatTalksNonsenseIsAFault(String answer) {
        site.server().guests().commands().on("sudo -n sh -c 'p=.*", (state, io) -> {
            io.print(answer);
            return 0;
        });
        try (Vivarium vivarium = site.open()) {
            assertThatThrownBy(() -> vivarium.create(spec("sftp")).await())
                    .isInstanceOfSatisfying(
                            VivariumException.class, e -> assertThat(e.code()).isEqualTo("guest.answer"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"url=https://host.example/bundles", "nfs=host.example:/b", "smb=//host.example/b"})
    void whatTheGuestFetchesByItselfNeedsNothingOfUs(String delivery) {
        try (Vivarium vivarium = site.open()) {
            Node node = vivarium.create(spec(delivery)).await();
            assertThat(node.state()).isEqualTo(NodeState.READY);
            assertThat(guest(node).file("/etc/vivarium/plan").orElseThrow())
                    .contains("delivery " + delivery.replace('=', ' ') + "\n");
        }
        assertThat(appends()).isZero();
    }

    @Test
    void preflightKnowsWhatCannotArrive() throws IOException {
        Path file = Files.writeString(directory.resolve("credentials"), "username=муза\npassword=x\nsec=none\n");
        try (Vivarium vivarium = site.open()) {
            assertThat(vivarium.preflight(NodeSpec.builder("a")
                            .image("file:" + directory.resolve("image.qcow2"))
                            .memory(Size.MiB(512))
                            .network(NetworkMode.ISOLATED)
                            .delivery(Delivery.parse("smb=//host/b,credentials=" + file))
                            .build()))
                    .extracting(Finding::code)
                    .contains("delivery.network", "delivery.credentials");
        }
    }

    /** The first connections break after so many bytes. */
    private void cut(AtomicInteger times, int breaks, long bytes) {
        site.server().guests().commands().on(APPEND, (state, io) -> {
            boolean breaksNow = times.incrementAndGet() <= breaks;
            append(state, io, breaksNow ? bytes : Long.MAX_VALUE);
            if (breaksNow) {
                io.hangUp().run();
            }
            return 0;
        });
    }

    private static int append(GuestState state, GuestCommand.Exchange io, long most) throws IOException {
        return io.keep(state, io.line().group(1) + ".part", most);
    }

    private void assertArrived(Node node) throws IOException {
        assertThat(node.state()).isEqualTo(NodeState.READY);
        Path medium = node.bundle().orElseThrow().layers().get(0).file();
        String name = "/var/lib/vivarium/incoming/" + medium.getFileName();
        assertThat(guest(node).file(name).orElseThrow().equals(Files.readString(medium, StandardCharsets.ISO_8859_1)))
                .as("what arrived is what was sent")
                .isTrue();
        assertThat(guest(node).filesBelow("/var/lib/vivarium/incoming/")).containsOnlyKeys(name);
    }

    private GuestState guest(Node node) {
        return site.server().guest(node.machine().orElseThrow());
    }

    private long appends() {
        return commands().stream().filter(c -> c.contains("exec cat")).count();
    }

    private List<String> commands() {
        return site.server().guests().commands().seen();
    }

    private NodeSpec spec(String delivery) {
        return NodeSpec.builder(Site.NODE)
                .image("file:" + directory.resolve("image.qcow2"))
                .cores(1)
                .memory(Size.MiB(512))
                .disk(Size.GiB(2))
                .bundle(directory.resolve("AGI-core"))
                .delivery(Delivery.parse(delivery))
                .inactivityLimit(Duration.ofSeconds(20))
                .build();
    }
}
