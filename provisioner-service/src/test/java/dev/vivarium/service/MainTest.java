package dev.vivarium.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.service.fixture.Waiting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code vivarium serve} as a process of its own. */
@Timeout(180)
class MainTest {
    private static final Pattern READY = Pattern.compile("ready on (http://\\S+);.*");

    @TempDir
    private Path directory;

    @Test
    void itRunsUntilItIsToldToStopAndTellsNobodyItsToken() throws Exception {
        Files.writeString(directory.resolve("vivarium.yaml"), """
                version: 1
                home: home
                cache: cache
                hypervisors: {local: {kind: simulated}}
                service: {listen: "127.0.0.1:0"}
                """);
        Process process = start("--config", directory.resolve("vivarium.yaml").toString());
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            Matcher ready = READY.matcher(String.valueOf(out.readLine()));
            assertThat(ready.matches()).as(log()).isTrue();
            String token =
                    Files.readString(directory.resolve("home/admin.token")).strip();
            assertThat(status(ready.group(1) + "/v1/nodes", token)).isEqualTo(200);

            signal(process, "HUP");
            awaitLog("the configuration was read again");
            Files.writeString(directory.resolve("vivarium.yaml"), "version: 2\n");
            signal(process, "HUP");
            awaitLog("the configuration was not read again");
            assertThat(status(ready.group(1) + "/readyz", token)).isEqualTo(200);

            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(143);
            assertThat(log()).contains("stopping").doesNotContain(token);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void itDoesNotListenToTheWorldWithoutACertificate() throws Exception {
        Process process = start("--home", directory.resolve("home").toString(), "--bind", "0.0.0.0", "--port", "0");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(log()).contains("--insecure");
        assertThat(directory.resolve("home")).doesNotExist();
    }

    private Process start(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "--default-signal=HUP", // whoever runs the tests by nohup hands an ignored SIGHUP on
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dlogback.configurationFile=logback.xml", // the one that is shipped, not that of tests
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .redirectError(directory.resolve("log").toFile())
                .start();
    }

    private static void signal(Process process, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    private void awaitLog(String text) {
        Waiting.until("the log", Waiting.LIMIT, this::log, log -> log.contains(text));
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int status(String address, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .header("Authorization", "Bearer " + token)
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }
}
