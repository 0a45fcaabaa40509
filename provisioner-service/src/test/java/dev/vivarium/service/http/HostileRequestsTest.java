package dev.vivarium.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.service.fixture.Answer;
import dev.vivarium.service.fixture.SharedService;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostileRequestsTest extends SharedService {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {                               | request.json
            nothing                         | request.json
            {"name":"x"} and more           | request.json
            {"name":"x","name":"y"}         | request.json
            {"name":null}                   | request.null
            {"name":["x"]}                  | request.invalid
            {"name":7}                      | request.invalid
            {"name":"x","cores":true}       | request.invalid
            {"name":"x","cores":"4"}        | request.invalid
            {"name":"x","cores":1e400}      | request.invalid
            {"name":"x","colour":"red"}     | request.unknown-member
            []                              | request.invalid
            "x"                             | request.invalid
            {"cores":1}                     | request.invalid
            """)
    void bodiesThatDoNotFit(String body, String code) {
        Answer answer = client.send("POST", "/v1/nodes", Optional.of(body));
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.at("/code")).as(answer.text()).isEqualTo(code);
        assertThat(answer.text()).doesNotContain("dev.vivarium", "Exception", "jackson");
    }

    @Test
    void aBodyThatIsTooDeepOrTooLong() {
        assertThat(client.send("POST", "/v1/nodes", Optional.of("[".repeat(100_000)))
                        .status())
                .isEqualTo(400);
        Answer huge = client.send("POST", "/v1/nodes", Optional.of("{\"name\":\"" + "x".repeat(2 << 20) + "\"}"));
        assertThat(huge.status()).isEqualTo(413);
        assertThat(client.send("POST", "/v1/nodes", Optional.of("x"), "Content-Type", "text/plain")
                        .status())
                .isEqualTo(415);
    }

    @Test
    void parametersThatThereAreNot() {
        assertThat(client.get("/v1/nodes?colour=red").at("/code")).isEqualTo("request.unknown-parameter");
        assertThat(client.get("/v1/nodes?pageSize=0").at("/code")).isEqualTo("request.page-size");
        assertThat(client.get("/v1/nodes?pageSize=1001").status()).isEqualTo(400);
        assertThat(client.get("/v1/nodes?pageToken=%21").status()).isEqualTo(400);
        assertThat(client.get("/v1/nodes?state=READY").status()).isEqualTo(400);
        assertThat(client.get("/v1/nodes?name=a&name=b").status()).isEqualTo(400);
        assertThat(client.get("/v1/nowhere").status()).isEqualTo(404);
        assertThat(client.send("PATCH", "/v1/nodes", Optional.of("{}")).status())
                .isEqualTo(405);
        assertThat(client.get("/v1/nodes/..%2f..%2fetc").status()).isIn(400, 404);
    }

    @Test
    void manyHeadersAndHugeOnes() throws IOException {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            many.append("X-H").append(i).append(": 1\r\n");
        }
        assertThat(raw("GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + many + "\r\n"))
                .contains(" 431 ");
        assertThat(raw("GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX: " + "y".repeat(20_000) + "\r\n\r\n"))
                .contains(" 431 ");
    }

    @Test
    void whatIsNoHttpIsRefusedAsAProblem() throws IOException {
        for (String wrong : new String[] {
            "GET /livez\r\n\r\n",
            "GET  HTTP/9.9\r\n\r\n",
            "\u0000\u0001\r\n\r\n",
            "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n"
        }) {
            String answer = raw(wrong);
            assertThat(answer).as(wrong).matches("(?s)HTTP/1.1 (4|505).*").doesNotContain("jetty", "Exception");
        }
    }

    @Test
    void lineEndsInNamesStayOutOfHeadersAndLogs() {
        Answer answer = client.post("/v1/tokens", Map.of("name", "a\r\nSet-Cookie: b", "role", "viewer"));
        assertThat(answer.header("Set-Cookie")).isEmpty();
        assertThat(client.get("/v1/nodes?name=a%0d%0aSet-Cookie:%20b").header("Set-Cookie"))
                .isEmpty();
    }

    @Test
    void answersTellBrowsersToExpectNothing() {
        Answer answer = client.get("/v1/nodes");
        assertThat(answer.header("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.header("Content-Security-Policy"))
                .hasValueSatisfying(v -> assertThat(v).contains("default-src 'none'"));
        assertThat(answer.header("Server")).isEmpty();
        String trace = "0af7651916cd43dd8448eb211c80319c";
        assertThat(client.get("/v1/nodes", "traceparent", "00-" + trace + "-b7ad6b7169203331-01")
                        .header("traceparent"))
                .hasValueSatisfying(v -> assertThat(v).contains(trace));
    }

    @Test
    void nobodyLearnsASecret() throws IOException {
        String token = Files.readString(service.service().adminTokenFile()).strip();
        service.node("quiet");
        String all = client.get("/v1/tokens").text()
                + client.get("/v1/audit").text()
                + client.get("/v1/operations").text()
                + client.get("/metrics").text();
        assertThat(all).doesNotContain(token);
        for (String table : new String[] {"tokens", "audit", "answers", "events"}) {
            String rows = service.service()
                    .database()
                    .read(h ->
                            h.createQuery("SELECT * FROM " + table).mapToMap().list())
                    .toString();
            assertThat(rows).doesNotContain(token);
        }
    }

    private static String raw(String request) throws IOException {
        URI address = service.service().address();
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(4096), StandardCharsets.UTF_8);
        }
    }
}
