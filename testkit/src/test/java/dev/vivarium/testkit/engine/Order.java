package dev.vivarium.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.model.Endpoint;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.PortForward;
import dev.vivarium.core.spi.Hypervisor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What always holds when nothing runs: nothing exists that no record knows, and no record tells of what does not exist. */
final class Order {
    private Order() {}

    /** @throws AssertionError that says what is out of order */
    static void check(Site site, Vivarium vivarium) {
        Hypervisor hypervisor = vivarium.installation().hypervisor("local");
        List<Node> nodes = vivarium.nodes();
        assertThat(hypervisor.machines())
                .as("machines")
                .extracting(Machine::node)
                .containsExactlyInAnyOrderElementsOf(nodes.stream()
                        .filter(n -> n.machine().isPresent())
                        .map(Node::id)
                        .toList());
        assertThat(site.server().size())
                .as("machines of whomever")
                .isEqualTo(hypervisor.machines().size());
        assertThat(hypervisor.machines().stream()
                        .flatMap(m -> m.forwards().stream())
                        .map(PortForward::endpoint)
                        .map(Endpoint::port))
                .as("host ports")
                .doesNotHaveDuplicates();
        nodes.forEach(node -> snapshotsAreKnown(hypervisor, node));
        assertThat(vivarium.installation().journal().unfinished())
                .as("unfinished")
                .isEmpty();
        filesAreKnown(vivarium, nodes);
    }

    private static void snapshotsAreKnown(Hypervisor hypervisor, Node node) {
        hypervisor.find(node.id()).ifPresent(machine -> {
            assertThat(node.machine().orElseThrow().power()).as("power").isEqualTo(machine.power());
            assertThat(hypervisor.snapshots().orElseThrow().list(machine))
                    .as("snapshots of " + node.spec().name())
                    .extracting(s -> s.id())
                    .containsExactlyInAnyOrderElementsOf(node.snapshots().stream()
                            .map(s -> s.snapshot().id())
                            .toList());
        });
    }

    private static void filesAreKnown(Vivarium vivarium, List<Node> nodes) {
        Path home = vivarium.installation().config().home();
        List<String> ids = nodes.stream().map(n -> n.id().toString()).toList();
        assertThat(names(home.resolve("nodes"))).as("files of nodes").allMatch(ids::contains);
        assertThat(names(home.resolve("journal/nodes")))
                .as("records")
                .containsExactlyInAnyOrderElementsOf(
                        ids.stream().map(id -> id + ".json").toList());
        assertThat(names(home.resolve("journal/operations")))
                .as("open operations")
                .isEmpty();
        nodes.stream()
                .filter(n -> n.state() == NodeState.READY)
                .forEach(node -> assertThat(names(home.resolve("nodes/" + node.id())))
                        .as("the seed with the secrets of " + node.spec().name())
                        .doesNotContain("seed.iso"));
    }

    private static List<String> names(Path directory) {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> list = Files.list(directory)) {
            return list.map(p -> p.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
