package dev.vivarium.core.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an AI answers, whatever that is. */
class AskingTest {

    private static Asking.Answer ask(int status, String body) {
        return Asking.ask(
                new Answering(new HttpAnswer(status, body, false)), 8080, "/prompt", "?", Duration.ofSeconds(1));
    }

    @Test
    void responseAndTokensAreRead() {
        assertThat(ask(200, "{\"response\":\"да\",\"usage\":{\"completion_tokens\":7}}"))
                .isEqualTo(new Asking.Answer("да", Optional.of(7L)));
        assertThat(ask(200, "{\"response\":\"да\",\"usage\":{\"completion_tokens\":\"many\"}}")
                        .tokens())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "7", "{}", "{\"response\":{\"deep\":[]}}", "{\"usage\":null}"})
    void otherJsonIsAnEmptyAnswer(String body) {
        assertThat(ask(200, body)).isEqualTo(new Asking.Answer("", Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "\u001b[2Jзло", "\u0000\u0001\ufffd"})
    void whatIsNoJsonIsAFault(String body) {
        VivariumException e = catchThrowableOfType(VivariumException.class, () -> ask(200, body));
        assertThat(e.kind()).isEqualTo(Kind.GUEST_FAULT);
        assertThat(e.message()).doesNotContain("\u001b", "\u0000");
    }

    @Test
    void statusAndLengthAreChecked() {
        assertThat(catchThrowableOfType(VivariumException.class, () -> ask(503, "\u001b[31mbusy")))
                .hasMessage("HTTP 503: busy");
        Answering cut = new Answering(new HttpAnswer(200, "{\"response\":\"x\"}", true));
        assertThat(catchThrowableOfType(
                        VivariumException.class, () -> Asking.ask(cut, 8080, "/p", "?", Duration.ofSeconds(1))))
                .hasMessageContaining("more than 1 MiB");
    }

    /** A guest that answers this to everything. */
    private static final class Answering extends SilentSession {
        private final HttpAnswer answer;

        Answering(HttpAnswer answer) {
            this.answer = answer;
        }

        @Override
        public HttpAnswer http(HttpCall call, Duration limit) {
            return answer;
        }
    }
}
