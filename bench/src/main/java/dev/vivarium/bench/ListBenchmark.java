package dev.vivarium.bench;

import dev.vivarium.bench.Benchmark.Contender;
import dev.vivarium.core.journal.FileJournal;
import dev.vivarium.core.model.Condition;
import dev.vivarium.core.model.Endpoint;
import dev.vivarium.core.model.HostKey;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeIdentity;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.PortForward;
import dev.vivarium.core.model.Power;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a list of all nodes costs before the hypervisor is asked anything: reading the journal. */
final class ListBenchmark {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private ListBenchmark() {}

    /**
     * Writes the journal.
     *
     * @param directory a new one, for the journal
     */
    static Benchmark of(Path directory, int count) {
        FileJournal journal = new FileJournal(directory);
        for (int i = 0; i < count; i++) {
            journal.put(node(i));
        }
        return new Benchmark(
                "ls",
                count + " nodes read from a warm cache",
                new Contender("FileJournal.nodes", fresh -> () -> expect(count, journal)),
                Optional.empty(),
                "absolute time only: no raw tool does this");
    }

    private static void expect(int count, FileJournal journal) {
        int found = journal.nodes().size();
        if (found != count) {
            throw new IllegalStateException("of " + count + " nodes only " + found + " were read");
        }
    }

    private static Node node(int number) {
        NodeSpec spec = NodeSpec.builder("муза-" + number).build();
        return new Node(
                spec.id(),
                spec,
                new NodeIdentity(
                        new HostKey.Derived(1, "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIXE0y66hK79K8j"),
                        1,
                        "vivarium",
                        "52:54:00:ab:cd:ef",
                        "vivarium-" + spec.id() + "-1",
                        "muse-" + number),
                NodeState.READY,
                Arrays.stream(Condition.Name.values())
                        .map(name -> new Condition(name, Condition.Status.TRUE, "seen at the last check", NOON))
                        .toList(),
                Optional.of(new Machine(
                        spec.id(),
                        "machines/" + spec.id(),
                        Power.RUNNING,
                        List.of(),
                        List.of(new PortForward(22, new Endpoint("127.0.0.1", 20_000 + number % 40_000))),
                        Map.of("accelerator", "kvm"))),
                Optional.empty(),
                List.of(),
                0,
                Optional.empty(),
                NOON,
                NOON);
    }
}
