package dev.vivarium.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.core.journal.Json;
import dev.vivarium.testkit.remote.JavaProcess;
import dev.vivarium.testkit.simulated.SampleFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A service in a process of its own, with the options that {@code ./vivarium serve} gives to Java. */
final class RunningService implements AutoCloseable {
    private static final String READY = "ready on ";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final JavaProcess process;
    private final URI address;
    private final Duration startTook;
    private final String token;

    private RunningService(JavaProcess process, URI address, Duration startTook, String token) {
        this.process = process;
        this.address = address;
        this.startTook = startTook;
        this.token = token;
    }

    /**
     * Writes what it needs into the directory, unless that is there.
     *
     * @param host where the simulated hypervisor answers
     * @param database a JDBC URL
     */
    static void prepare(Path directory, String host, String database, int parallel) throws IOException {
        Files.createDirectories(directory);
        SampleFiles.image(directory.resolve("image.qcow2"));
        Files.writeString(directory.resolve("vivarium.yaml"), """
                version: 1
                installation: bench
                home: %1$s/home
                cache: %1$s/cache
                hypervisors:
                  lab: {kind: simulated-remote, parallel: %4$d, address: "%2$s"}
                service:
                  parallel: %4$d
                  database: {url: "%3$s"}
                  limits: {perToken: 100000, perAddress: 100000}
                """.formatted(directory, host, database, parallel));
    }

    static RunningService start(Path directory, String log) throws IOException {
        long from = System.nanoTime();
        JavaProcess process = JavaProcess.begin(new JavaProcess.Program(
                "dev.vivarium.service.Main",
                List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"),
                List.of("--config", directory.resolve("vivarium.yaml").toString(), "--port", "0"),
                Map.of(),
                directory.resolve(log)));
        String ready = process.awaitLine(READY);
        Duration took = Duration.ofNanos(System.nanoTime() - from);
        return new RunningService(
                process,
                URI.create(ready.substring(0, ready.indexOf(';'))),
                took,
                Files.readString(directory.resolve("home/admin.token")).strip());
    }

    /** From the beginning of the process until it said that it is ready. */
    Duration startTook() {
        return startTook;
    }

    long residentMiB() throws IOException {
        return process.residentBytes() >> 20;
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).header("Authorization", "Bearer " + token);
    }

    HttpClient http() {
        return http;
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return answer(request(path).build());
    }

    JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        return answer(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build());
    }

    private JsonNode answer(HttpRequest request) throws IOException, InterruptedException {
        var response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(
                    request.uri() + " was answered with " + response.statusCode() + " " + response.body());
        }
        return Json.read(response.body(), JsonNode.class);
    }

    @Override
    public void close() {
        process.close();
    }
}
