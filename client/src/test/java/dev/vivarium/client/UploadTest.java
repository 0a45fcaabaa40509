package dev.vivarium.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadTest {
    private static final UUID ID = new UUID(1, 2);

    @TempDir
    Path directory;

    private final ByteArrayOutputStream arrived = new ByteArrayOutputStream();
    private int parts;

    @Test
    void goesOnWhereItWasCutOff() throws IOException {
        byte[] content = new byte[100_000];
        new Random(7).nextBytes(content);
        Path archive = Files.write(directory.resolve("связка.tar"), content);
        List<Long> told = new ArrayList<>();
        try (FakeService service = new FakeService().answering(this::receive)) {
            VivariumClient client = service.client(service.settings().partBytes(30_000));
            assertThat(client.uploads().upload(archive, told::add).name()).isEqualTo("muse");
        }
        assertThat(arrived.toByteArray()).isEqualTo(content);
        assertThat(told).startsWith(0L).endsWith(100_000L).isSorted();
    }

    /** Of the second part only a piece arrives, and the answer to the third is lost. */
    private void receive(FakeService.Request request, HttpExchange exchange) throws IOException {
        if (request.method().equals("PATCH")) {
            if (Long.parseLong(request.header("Upload-offset")) != arrived.size()) {
                FakeService.problem(exchange, 409, "upload.offset", Map.of());
                return;
            }
            parts++;
            arrived.write(request.body(), 0, parts == 2 ? 11_111 : request.body().length);
            if (parts == 2 || parts == 3) {
                FakeService.problem(exchange, 503, "store.unavailable", Map.of());
                return;
            }
        }
        if (request.target().endsWith("/finish")) {
            FakeService.json(exchange, 201, """
                    {"id":"%s","name":"muse","version":"1","origin":"upload","usedBy":[],"createdAt":"2026-11-21T17:00:00Z"}""".formatted(ID));
        } else {
            FakeService.json(exchange, 200, """
                    {"id":"%s","sizeBytes":100000,"offsetBytes":%d,"digest":"sha256:0","expiresAt":"2026-11-22T18:00:00Z"}""".formatted(ID, arrived.size()));
        }
    }

    @Test
    void aFileThatIsNotThereIsSaid() {
        try (FakeService service = new FakeService()) {
            assertThatThrownBy(() -> service.client().uploads().upload(directory.resolve("nothing"), sent -> {}))
                    .isInstanceOf(ServiceException.class)
                    .hasMessageContaining("cannot be read");
            assertThat(service.requests()).isEmpty();
        }
    }
}
