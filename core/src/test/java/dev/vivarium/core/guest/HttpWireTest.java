package dev.vivarium.core.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpWireTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    @ParameterizedTest
    @CsvSource({
        "'HTTP/1.1 200 OK~Content-Length: 8~~живо', 200, живо",
        "'HTTP/1.0 200~content-length:  8 ~~живоmore', 200, живо",
        "'HTTP/1.1 100 Continue~~HTTP/1.1 201 Created~Content-Length: 0~~', 201, ''",
        "'HTTP/1.1 204 No Content~~', 204, ''",
        "'HTTP/1.1 503 Busy~Transfer-Encoding: Chunked~~2;x=y~ab~3~cde~0~~', 503, abcde",
    })
    void readsAnAnswerAsSoonAsItIsWhole(String text, int status, String body) throws IOException {
        byte[] raw = bytes(text);
        assertThat(HttpWire.answer(raw, HttpWire.End.OPEN)).contains(new HttpAnswer(status, body, false));
    }

    @Test
    void asksForMoreAtEveryByteBeforeThat() throws IOException {
        byte[] raw = bytes("HTTP/1.1 200 OK~Transfer-Encoding: chunked~~8~живо~0~");
        for (int length = 0; length < raw.length - 1; length++) {
            byte[] part = Arrays.copyOf(raw, length);
            assertThat(HttpWire.answer(part, HttpWire.End.OPEN))
                    .as("%d bytes", length)
                    .isEmpty();
            assertThatThrownBy(() -> HttpWire.answer(part, HttpWire.End.ENDED)).isInstanceOf(IOException.class);
        }
        assertThat(HttpWire.answer(raw, HttpWire.End.OPEN)).isPresent();
    }

    @Test
    void endOfConnectionIsTheEndWhereNoLengthIsGiven() throws IOException {
        byte[] raw = bytes("HTTP/1.1 200 OK~~живо");
        assertThat(HttpWire.answer(raw, HttpWire.End.OPEN)).isEmpty();
        assertThat(HttpWire.answer(raw, HttpWire.End.ENDED)).contains(new HttpAnswer(200, "живо", false));
        assertThat(HttpWire.answer(raw, HttpWire.End.CUT)).contains(new HttpAnswer(200, "живо", true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Content-Length: 9999999\r\n", "Transfer-Encoding: chunked\r\n"})
    void cutsWhatIsTooLong(String header) throws IOException {
        String body = (header.startsWith("T") ? "ffffff\r\n" : "") + "a".repeat(HttpAnswer.LIMIT + 1);
        Optional<HttpAnswer> answer = HttpWire.answer(bytes(OK + header + "\r\n" + body), HttpWire.End.CUT);
        assertThat(answer).hasValueSatisfying(a -> {
            assertThat(a.cut()).isTrue();
            assertThat(a.body()).hasSize(HttpAnswer.LIMIT);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2~~",
                "HTTP/2 200~~",
                "HTTP/1.1 20 OK~~",
                "HTTP/1.1 200 OK~Content-Length: -1~~",
                "HTTP/1.1 200 OK~Content-Length: 99999999999999999999~~",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~x~",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~-1~",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~fffffffff~",
            })
    void refusesWhatIsNoAnswer(String text) {
        assertThatThrownBy(() -> HttpWire.answer(bytes(text), HttpWire.End.OPEN))
                .isInstanceOf(IOException.class);
    }

    @Test
    void refusesEndlessHeaders() {
        byte[] raw = bytes(OK + "X: y\r\n".repeat(20_000));
        assertThatThrownBy(() -> HttpWire.answer(raw, HttpWire.End.OPEN)).hasMessageContaining("no HTTP");
    }

    @Test
    void writesARequest() {
        assertThat(new String(
                        HttpWire.request(HttpCall.post(8000, "/prompt", "{\"text\":\"я\"}")), StandardCharsets.UTF_8))
                .isEqualTo("POST /prompt HTTP/1.1\r\nHost: localhost:8000\r\nUser-Agent: vivarium\r\nAccept: */*\r\n"
                        + "Connection: close\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: 13\r\n"
                        + "\r\n{\"text\":\"я\"}");
        assertThat(new String(HttpWire.request(HttpCall.get(80, "/")), StandardCharsets.UTF_8))
                .startsWith("GET / HTTP/1.1\r\n")
                .doesNotContain("Content")
                .endsWith("\r\n\r\n");
    }

    private static byte[] bytes(String text) {
        return text.replace("~", "\r\n").getBytes(StandardCharsets.UTF_8);
    }
}
