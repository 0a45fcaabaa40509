package dev.vivarium.bench;

import dev.vivarium.service.store.DatabaseSettings;
import dev.vivarium.testkit.postgresql.PostgresServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command: runs the benchmarks one after another and prints what they took. */
@CommandLine.Command(
        name = "bench/run",
        mixinStandardHelpOptions = true,
        version = "1",
        sortOptions = false,
        description = "Measures Vivarium against the raw tools that do the same work, in interleaved pairs. Compare "
                + "figures of one run only.")
public final class Bench implements Callable<Integer> {
    /** The benchmarks, in the order in which they run. */
    enum Subject {
        JOURNAL,
        OPERATIONS,
        SEED,
        PACKING,
        LS,
        START,
        SERVICE,
        LIFE
    }

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--pairs",
            defaultValue = "7",
            description = "pairs that count, after one that does not (default: 7)")
    private int pairs;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "journal,operations,seed,packing,ls,start,service,life",
            description = "some of: journal, operations, seed, packing, ls, start, service, life (default: all)")
    private List<Subject> only;

    @Option(names = "--entries", defaultValue = "200", description = "journal: entries (default: 200)")
    private int entries;

    @Option(names = "--operations", defaultValue = "100", description = "operations: how many (default: 100)")
    private int operations;

    @Option(names = "--mib", defaultValue = "128", description = "packing: MiB in the bundle (default: 128)")
    private int mebibytes;

    @Option(names = "--nodes", defaultValue = "1000", description = "ls, service: nodes (default: 1000)")
    private int nodes;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "life: snapshots and rollbacks in each life (default: 3)")
    private int rounds;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "${sys:java.io.tmpdir}",
            description = "the disk to measure on (default: bench/target); a tmpfs forces nothing to disk")
    private Path directory;

    @Option(names = "--json", paramLabel = "FILE", description = "also write all single times there")
    private Optional<Path> json;

    /** Runs the command and ends this process with its exit code. */
    public static void main(String[] args) {
        System.exit(command().execute(args));
    }

    static CommandLine command() {
        return new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (pairs < 1 || entries < 1 || operations < 1 || mebibytes < 1 || nodes < 1 || rounds < 1) {
            throw new ParameterException(spec.commandLine(), "numbers must be at least 1");
        }
        Path scratch = Files.createTempDirectory(directory, "bench-");
        try {
            List<Measured> measured = new ArrayList<>();
            for (Subject subject : only) {
                spec.commandLine()
                        .getErr()
                        .println("measuring " + subject.name().toLowerCase(Locale.ROOT) + " …");
                Path own = Files.createTempDirectory(scratch, "subject-");
                measured.addAll(measure(subject, own));
                Scratch.remove(own);
            }
            publish(new Report(Instant.now(), Report.thisMachine(), pairs, measured));
        } finally {
            Scratch.remove(scratch);
        }
        return 0;
    }

    private List<Measured> measure(Subject subject, Path own) throws IOException, InterruptedException {
        Path given = own.resolve("given");
        Pairs turns = new Pairs(pairs, own);
        return switch (subject) {
            case JOURNAL -> List.of(turns.measure(JournalBenchmark.of(entries)));
            case OPERATIONS -> operations(own, turns);
            case SEED -> List.of(turns.measure(SeedBenchmark.create()));
            case PACKING -> List.of(turns.measure(PackingBenchmark.of(given, mebibytes)));
            case LS -> List.of(turns.measure(ListBenchmark.of(given, nodes)));
            case START -> {
                try (StartBenchmark start = new StartBenchmark(given)) {
                    yield List.of(turns.measure(start.benchmark()));
                }
            }
            case SERVICE -> new ServiceBenchmark(given, nodes, pairs).measure();
            case LIFE -> life(given).measure(pairs, own);
        };
    }

    private List<Measured> operations(Path own, Pairs turns) throws IOException, InterruptedException {
        List<Measured> measured = new ArrayList<>();
        try (OperationsBenchmark sqlite = new OperationsBenchmark(
                "operations on SQLite", DatabaseSettings.sqlite(own.resolve("bench.db")), own, operations)) {
            measured.add(turns.measure(sqlite.benchmark()));
        }
        Optional<String> missing = PostgresServer.missing();
        if (missing.isPresent()) {
            spec.commandLine().getErr().println(missing.get());
            return measured;
        }
        try (PostgresServer server = PostgresServer.start();
                OperationsBenchmark postgresql = new OperationsBenchmark(
                        "operations on PostgreSQL", DatabaseSettings.of(server.newDatabase()), own, operations)) {
            measured.add(turns.measure(postgresql.benchmark()));
        }
        return measured;
    }

    private LifeBenchmark life(Path given) throws IOException, InterruptedException {
        Path project = Path.of(System.getProperty("vivarium.project", "..")).toAbsolutePath();
        Path image = RawTool.lastLine(project.resolve("it/guest-image/build.sh"));
        Path bundle = RawTool.lastLine(project.resolve("examples/bundles/muse/build.sh"));
        Files.createDirectories(given);
        return new LifeBenchmark(
                new OurLife(image, bundle, given.resolve("cache"), rounds),
                ScriptedLife.of(project.resolve("bench/life/life.sh"), image, bundle, given, rounds),
                spec.commandLine().getErr()::println);
    }

    private void publish(Report report) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.print(report.markdown());
        out.flush();
        if (json.isPresent()) {
            Path file = json.get().toAbsolutePath();
            Files.createDirectories(Optional.ofNullable(file.getParent()).orElse(file));
            Files.writeString(file, report.json() + "\n");
        }
    }
}
