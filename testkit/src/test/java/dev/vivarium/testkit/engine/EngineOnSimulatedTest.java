package dev.vivarium.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.testkit.guest.Misbehaviour;
import dev.vivarium.testkit.simulated.SimulatedProvider;
import dev.vivarium.testkit.simulated.SimulatedServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole library against the simulated hypervisor, chosen by settings, and a fake guest that it logs in to. */
class EngineOnSimulatedTest {
    private static final String MEMORY = "/var/lib/vivarium/state/memory/exchanges.jsonl";

    @TempDir
    Path folder;

    private Path config;
    private SimulatedServer server;

    @BeforeEach
    void prepare() throws IOException {
        config = Files.writeString(folder.resolve("vivarium.yaml"), """
                version: 1
                installation: test-1
                home: home
                cache: cache
                hypervisors:
                  lab:
                    kind: simulated
                """);
        Path image = folder.resolve("image.raw");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(1 << 20);
            file.seek(450);
            file.write(0x83);
            file.seek(510);
            file.write(0x55);
            file.write(0xaa);
        }
        Path bundle = folder.resolve("AGI-core");
        Files.createDirectories(bundle.resolve("boot"));
        Files.writeString(bundle.resolve("boot/muse.service"), "[Service]\nExecStart=/bin/true\n");
        Files.writeString(bundle.resolve("bundle.yaml"), """
                version: 1
                name: muse
                release: "1.0"
                services:
                  - unit: boot/muse.service
                ports:
                  - name: agent
                    port: 8080
                health:
                  - name: agent
                    http: {port: 8080, path: /health, status: 200, contains: '"ok"'}
                probes:
                  - name: greeting
                    prompt: Привет!
                    port: 8080
                    path: /prompt
                    expect: {contains: "${node.name}"}
                state: [memory, logs]
                preserve: [memory]
                """);
        server = SimulatedProvider.server(folder.resolve("home/hypervisors/lab"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private NodeSpec spec() {
        return NodeSpec.builder("муза")
                .on("lab")
                .image("file:" + folder.resolve("image.raw"))
                .bundle(folder.resolve("AGI-core"))
                .inactivityLimit(Duration.ofSeconds(2))
                .build();
    }

    @Test
    void nodeIsMadeSnapshottedSpoiltAndBroughtBack() {
        try (Vivarium vivarium = Vivarium.open(config)) {
            Node node = vivarium.create(spec()).await();
            assertThat(node.state()).isEqualTo(NodeState.READY);
            Machine machine = node.machine().orElseThrow();
            server.guest(machine).file(MEMORY, "до\n");
            NodeSnapshot before = vivarium.snapshot(node.id(), "перед сеансом").await();
            server.guest(machine).file(MEMORY, "испорчено\n");

            Node back = vivarium.rollback(node.id(), before.snapshot().id()).await();

            assertThat(back.state()).isEqualTo(NodeState.READY);
            assertThat(server.guest(machine).file(MEMORY))
                    .hasValueSatisfying(m -> assertThat(m).startsWith("до\n"));
            assertThat(Duration.between(
                                    server.guest(machine).now(), server.clock().instant())
                            .abs())
                    .isLessThan(Duration.ofSeconds(2));
            vivarium.delete(node.id()).await();
            assertThat(server.size()).isZero();
        }
    }

    @Test
    void nextProcessFindsTheNodeAndTakesItDown() {
        NodeId id;
        try (Vivarium first = Vivarium.open(config)) {
            id = first.create(spec()).await().id();
        }
        try (Vivarium next = Vivarium.open(config)) {
            assertThat(next.stop(id).await().state()).isEqualTo(NodeState.STOPPED);
            assertThat(next.start(id).await().state()).isEqualTo(NodeState.READY);
            next.delete(id).await();
        }
        assertThat(server.size()).isZero();
    }

    @Test
    void damagedBundleIsToldAndTheNodeCanBeRemoved() {
        server.misbehave(Misbehaviour.BUNDLE_DAMAGED);
        try (Vivarium vivarium = Vivarium.open(config)) {
            NodeSpec spec = spec();
            VivariumException e = catchThrowableOfType(
                    VivariumException.class, () -> vivarium.create(spec).await());
            assertThat(e.kind()).isEqualTo(Kind.GUEST_FAULT);
            assertThat(e.code()).isEqualTo("guest.bundle-damaged");
            assertThat(e.logTail()).isNotBlank();
            assertThat(vivarium.node(spec.id()).orElseThrow().state()).isEqualTo(NodeState.FAILED);
            vivarium.delete(spec.id()).await();
        }
        assertThat(server.size()).isZero();
    }
}
