package dev.vivarium.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.testkit.remote.HostConsole;
import dev.vivarium.testkit.remote.HostProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * The service as its users meet it: how long a start takes, how much memory it takes, how long many nodes take on a hypervisor
 * that needs its time, and how reads go meanwhile. Everything goes over REST to a process of its own.
 */
final class ServiceBenchmark {
    private static final Duration TASK = Duration.ofSeconds(2);
    private static final int AT_ONCE = 64;
    /** Making the disk, and the start. */
    private static final int TASKS_A_NODE = 2;

    private static final int READS_A_SECOND = 500;
    private static final int READ_SECONDS = 10;

    private final Path directory;
    private final int nodes;
    private final int starts;

    ServiceBenchmark(Path directory, int nodes, int starts) {
        this.directory = directory;
        this.nodes = nodes;
        this.starts = starts;
    }

    List<Measured> measure() throws IOException, InterruptedException {
        Files.createDirectories(directory);
        try (HostProcess host = HostProcess.begin(directory.resolve("host.log"), "task=" + TASK, "at-once=" + AT_ONCE);
                HostConsole console = new HostConsole(host.address())) {
            String database = "jdbc:sqlite:" + directory.resolve("vivarium.db");
            RunningService.prepare(directory, host.address(), database, AT_ONCE);
            List<Measured> measured = new ArrayList<>();
            measured.add(start());
            try (RunningService service = RunningService.start(directory, "service.log")) {
                measured.add(create(service, console));
                String some = ask(service, "duet"); // the reads go on while these are made
                measured.add(reads("service reads: a node", service, "/v1/nodes/" + some));
                measured.add(reads("service reads: a page of 100", service, "/v1/nodes?pageSize=100"));
            }
            return measured;
        }
    }

    private Measured start() throws IOException, InterruptedException {
        List<Double> took = new ArrayList<>();
        long memory = 0;
        for (int i = 0; i <= starts; i++) {
            try (RunningService service = RunningService.start(directory, "start.log")) {
                if (i > 0) { // the first one makes keys and tables
                    took.add(service.startTook().toMillis() / 1000.0);
                }
                service.get("/v1/nodes");
                memory = Math.max(memory, service.residentMiB());
            }
        }
        return new Measured(
                "service start",
                "from the process's beginning until it is ready, on SQLite",
                "dev.vivarium.service.Main",
                "",
                "resident after a request: " + memory + " MiB",
                took,
                List.of());
    }

    /** All at once. */
    private Measured create(RunningService service, HostConsole console) throws IOException, InterruptedException {
        long from = System.nanoTime();
        ask(service, "muse");
        long memory = 0;
        while (isAtWork(service)) {
            memory = Math.max(memory, service.residentMiB());
            LockSupport.parkNanos(200_000_000);
        }
        double took = (System.nanoTime() - from) / 1e9;
        int ready =
                service.get("/v1/nodes?pageSize=1000&state=ready").path("items").size();
        double ideal = (double) nodes * TASKS_A_NODE / AT_ONCE * TASK.toSeconds();
        return new Measured(
                "service create",
                nodes + " nodes, " + AT_ONCE + " at a time, " + TASKS_A_NODE + " tasks of " + TASK.toSeconds()
                        + " s each; " + ready + " became ready, "
                        + console.machines().size() + " machines",
                "POST /v1/nodes, until all have ended",
                "the tasks' time alone",
                "at most " + memory + " MiB resident",
                List.of(took),
                List.of(ideal));
    }

    private String ask(RunningService service, String name) throws IOException, InterruptedException {
        String last = "";
        for (int i = 0; i < nodes; i++) {
            last = service.post("/v1/nodes", wish(name + "-" + i)).path("node").asText();
        }
        return last;
    }

    private static boolean isAtWork(RunningService service) throws IOException, InterruptedException {
        for (String state : List.of("waiting", "running")) {
            if (!service.get("/v1/operations?pageSize=1&state=" + state)
                    .path("items")
                    .isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static Measured reads(String name, RunningService service, String path) throws InterruptedException {
        SteadyReads reads = SteadyReads.of(service, path, READS_A_SECOND, READ_SECONDS);
        return new Measured(
                name,
                READS_A_SECOND + " requests a second for " + READ_SECONDS + " s while nodes are made",
                "GET " + path.replaceFirst("[0-9a-f-]{36}", "ID"),
                "",
                String.format(
                        Locale.ROOT,
                        "p99 %.1f ms, slowest %.0f ms, %d failed; from when each was due",
                        reads.quantile(0.99) * 1000,
                        reads.quantile(1) * 1000,
                        reads.failed()),
                List.of(reads.quantile(0.5)),
                List.of());
    }

    private ObjectNode wish(String name) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("image", "file:" + directory.resolve("image.qcow2"))
                .put("cores", 1)
                .put("memoryMiB", 512)
                .put("diskMiB", 2048);
    }
}
