package dev.vivarium.qemu.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.qemu.api.ScriptedAgent.Answers;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Guest agents that are honest, absent, silent and hostile. */
@Timeout(60)
class GuestAgentTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    Path directory;

    private Optional<ScriptedAgent> played = Optional.empty();

    @AfterEach
    void close() {
        played.ifPresent(ScriptedAgent::close);
    }

    @Test
    void honestOneFreezesAndThaws() {
        ScriptedAgent guest = play((request, agent) -> agent.honestly(request));
        try (GuestAgent agent = connect(LONG).orElseThrow()) {
            agent.freeze(LONG);
            assertThat(guest.frozen()).isTrue();
            agent.thaw(LONG);
            assertThat(guest.frozen()).isFalse();
        }
        assertThat(guest.asked())
                .containsExactly("guest-sync-delimited", "guest-fsfreeze-freeze", "guest-fsfreeze-thaw");
    }

    @Test
    void absentOneIsNone() {
        assertThat(connect(SHORT)).isEmpty();
    }

    @Test
    void silentOneIsAskedForNothing() {
        ScriptedAgent guest = play((request, agent) -> new byte[0]);
        assertThat(connect(SHORT)).isEmpty();
        assertThat(guest.asked()).containsExactly("guest-sync-delimited");
    }

    @Test
    void whatWasSaidToOthersIsPassedOver() {
        play((request, agent) -> concat(
                ScriptedAgent.line("{\"return\": 17}"),
                ScriptedAgent.line("[1, 2"),
                ScriptedAgent.line("{\"ret\u00ff{\"return\": 4711}"),
                ScriptedAgent.line(""),
                agent.honestly(request)));
        assertThat(connect(LONG)).isPresent().hasValueSatisfying(GuestAgent::close);
    }

    @Test
    void lineWithoutEndIsNoAgent() {
        play((request, agent) -> new byte[1 << 20]);
        assertThat(connect(LONG)).isEmpty();
    }

    @Test
    void noiseWithoutEndIsNoAgent() {
        play((request, agent) -> ScriptedAgent.line("{\"return\": 0}".repeat(4)), true);
        assertThat(connect(SHORT)).isEmpty();
    }

    @Test
    void refusalIsToldWithoutControlCharacters() {
        play((request, agent) -> request.path("execute").asText().startsWith("guest-sync")
                ? agent.honestly(request)
                : ScriptedAgent.line("{\"error\": {\"desc\": \"\\u001b[31mred\\u0007 " + "x".repeat(5000) + "\"}}"));
        try (GuestAgent agent = connect(LONG).orElseThrow()) {
            VivariumException e = catchThrowableOfType(VivariumException.class, () -> agent.freeze(LONG));
            assertThat(e.kind()).isEqualTo(Kind.GUEST_FAULT);
            assertThat(e.message()).contains("red").doesNotContain("\u001b", "\u0007");
            assertThat(e.message().length()).isLessThan(500);
        }
    }

    @Test
    void oneThatGoesAwayIsAFaultOfTheGuest() {
        play((request, agent) ->
                request.path("execute").asText().startsWith("guest-sync") ? agent.honestly(request) : null);
        try (GuestAgent agent = connect(LONG).orElseThrow()) {
            assertThat(catchThrowableOfType(VivariumException.class, () -> agent.freeze(LONG))
                            .kind())
                    .isEqualTo(Kind.GUEST_FAULT);
        }
    }

    @Test
    void oneThatFreezesNothingIsAFault() {
        play((request, agent) -> request.path("execute").asText().startsWith("guest-sync")
                ? agent.honestly(request)
                : ScriptedAgent.line("{\"return\": 0}"));
        try (GuestAgent agent = connect(LONG).orElseThrow()) {
            assertThat(catchThrowableOfType(VivariumException.class, () -> agent.freeze(LONG))
                            .message())
                    .contains("no file system");
        }
    }

    private Optional<GuestAgent> connect(Duration limit) {
        return GuestAgent.connect(socket(), limit);
    }

    private Path socket() {
        return directory.resolve("agent.sock");
    }

    private ScriptedAgent play(Answers answers) {
        return play(answers, false);
    }

    private ScriptedAgent play(Answers answers, boolean endless) {
        ScriptedAgent agent =
                ScriptedAgent.at(socket(), endless ? (request, a) -> repeated(answers.to(request, a)) : answers);
        played = Optional.of(agent);
        return agent;
    }

    /** More than is read within any limit of these tests. */
    private static byte @Nullable [] repeated(byte @Nullable [] line) {
        if (line == null) {
            return null;
        }
        byte[] all = new byte[line.length * 200_000];
        for (int i = 0; i < 200_000; i++) {
            System.arraycopy(line, 0, all, i * line.length, line.length);
        }
        return all;
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
