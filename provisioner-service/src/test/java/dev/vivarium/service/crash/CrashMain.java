package dev.vivarium.service.crash;

import dev.vivarium.testkit.postgresql.PostgresServer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code it/crash}: one run with the arguments {@code --runs --seed --instances --database --users --faults --directory}. */
public final class CrashMain {
    private CrashMain() {}

    /** Exits with 1 if anything was wrong. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            given.put(arguments[i], arguments[i + 1]);
        }
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Path directory =
                Path.of(given.getOrDefault("--directory", "target/crash")).toAbsolutePath();
        long seed = Long.parseLong(given.getOrDefault("--seed", Long.toString(System.nanoTime() % 1_000_000)));
        out.println("seed " + seed + ", everything is in " + directory);
        String database = given.getOrDefault("--database", "sqlite");
        if (database.equals("postgresql")) {
            database = PostgresServer.start().newDatabase(); // it ends with us
        }
        int runs = Integer.parseInt(given.getOrDefault("--runs", "200"));
        AtomicInteger shown = new AtomicInteger();
        CrashRun.Outcome outcome = new CrashRun(
                        Files.createDirectories(directory),
                        database,
                        Integer.parseInt(given.getOrDefault("--instances", "1")),
                        runs,
                        Integer.parseInt(given.getOrDefault("--users", "4")),
                        Double.parseDouble(given.getOrDefault("--faults", "0.002")),
                        seed)
                .play(killed -> {
                    if (killed / 20 > shown.getAndSet(killed / 20)) {
                        out.println("killed " + killed + " of " + runs);
                    }
                });
        outcome.wrong().forEach(out::println);
        out.println(outcome.summary());
        System.exit(outcome.wrong().isEmpty() ? 0 : 1);
    }
}
