package dev.vivarium.bench;

import dev.vivarium.bench.Benchmark.Contender;
import dev.vivarium.core.config.Surroundings;
import dev.vivarium.core.config.VivariumConfig;
import dev.vivarium.core.engine.Installation;
import dev.vivarium.core.engine.Operations;
import dev.vivarium.core.engine.Progress;
import dev.vivarium.core.engine.Recipe;
import dev.vivarium.core.engine.Step;
import dev.vivarium.core.engine.StepContext;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.service.claims.Claims;
import dev.vivarium.service.claims.ClaimsSettings;
import dev.vivarium.service.store.Database;
import dev.vivarium.service.store.DatabaseSettings;
import dev.vivarium.service.store.LeaseSettings;
import dev.vivarium.service.store.SqlJournal;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Durable operations of ten steps that do nothing, as the service runs them: accepted, claimed, leased, each step written when
 * it begins and when it ends. Against inserting as many rows into the same database, each in a transaction of its own, with as
 * many threads.
 */
final class OperationsBenchmark implements AutoCloseable {
    private static final int STEPS = 10;
    private static final int THREADS = 8;
    /** The operation, its task, its lease, two entries a step, and its end. */
    private static final int ROWS = 3 + 2 * STEPS + 1;

    private final String name;
    private final int count;
    private final Database database;
    private final Claims claims;
    private final Installation installation;
    private final Operations operations;
    private final Nothing nothing = new Nothing();
    private volatile CountDownLatch ended = new CountDownLatch(0);

    OperationsBenchmark(String name, DatabaseSettings settings, Path home, int count) {
        this.name = name;
        this.count = count;
        this.database = Database.open(settings);
        this.claims = new Claims(database, ClaimsSettings.of("bench").threads(THREADS));
        SqlJournal journal = new SqlJournal(database, LeaseSettings.of("bench"), claims::accepted);
        VivariumConfig config = VivariumConfig.standard(new Surroundings(Map.of(), home, List.of()));
        this.installation = Installation.open(config, Clock.systemUTC(), journal);
        this.operations = Operations.byClaim(installation, List.of(nothing));
        makeTable();
        installation.onProgress(progress -> {
            if (progress.phase() == Progress.Phase.ENDED) {
                ended.countDown();
            }
        });
        claims.start(operations::run);
    }

    private void makeTable() {
        try (Connection connection = database.writes().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE raw (id text PRIMARY KEY, document text NOT NULL)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    Benchmark benchmark() {
        return new Benchmark(
                name,
                count + " operations of " + STEPS + " steps, " + THREADS + " at a time",
                new Contender("accepted, claimed, run", fresh -> this::run),
                Optional.of(new Contender(
                        "INSERT of " + ROWS + " rows an operation, each committed", fresh -> this::insert)),
                "");
    }

    private void run() throws InterruptedException {
        CountDownLatch all = new CountDownLatch(count);
        ended = all;
        for (int i = 0; i < count; i++) {
            operations.accept(nothing, NodeId.random(), new Nothing.Request(STEPS));
        }
        all.await();
    }

    private void insert() throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                all.add(threads.submit(() -> insertRows()));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e);
        } finally {
            threads.shutdown();
        }
    }

    private Integer insertRows() throws SQLException {
        String document = "{\"entry\":\"step-finished\",\"step\":\"step-7\",\"at\":\"2026-01-01T12:00:00.123456Z\"}";
        for (int row = 0; row < ROWS; row++) {
            try (Connection connection = database.writes().getConnection();
                    PreparedStatement insert = connection.prepareStatement("INSERT INTO raw VALUES (?, ?)")) {
                insert.setString(1, NodeId.random().toString());
                insert.setString(2, document);
                insert.executeUpdate();
            }
        }
        return ROWS;
    }

    @Override
    public void close() {
        claims.pause();
        operations.close();
        claims.close();
        installation.close();
        database.close();
    }

    /** Steps that do nothing. */
    private static final class Nothing implements Recipe<Nothing.Request, Integer> {
        /** So many. */
        record Request(int steps) {}

        @Override
        public String kind() {
            return "nothing";
        }

        @Override
        public Class<Request> requestType() {
            return Request.class;
        }

        @Override
        public List<Step<Request>> steps(Request request) {
            return IntStream.range(0, request.steps())
                    .mapToObj(i -> Step.<Request>of("step-" + i, "nothing", (q, c) -> {}))
                    .toList();
        }

        @Override
        public Integer result(Request request, StepContext context) {
            return request.steps();
        }
    }
}
