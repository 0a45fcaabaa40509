package dev.vivarium.core.guest;

import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** A guest of which the test says what each question is answered; every question is noted. */
final class PlayedGuest extends SilentSession {
    private final Map<String, Supplier<ExecResult>> commands = new HashMap<>();
    private final Map<String, HttpAnswer> pages = new HashMap<>();
    final Set<Integer> open = new HashSet<>();
    final List<String> asked = new ArrayList<>();

    PlayedGuest says(String command, Supplier<ExecResult> result) {
        commands.put(command, result);
        return this;
    }

    PlayedGuest says(String command, String out) {
        return says(command, () -> new ExecResult(0, out, "", false));
    }

    PlayedGuest answers(String call, int status, String body) {
        pages.put(call, new HttpAnswer(status, body, false));
        return this;
    }

    @Override
    public ExecResult exec(String command, String input, Duration inactivity) {
        asked.add(command);
        return commands.getOrDefault(command, () -> new ExecResult(127, "", "not found: " + command, false))
                .get();
    }

    @Override
    public HttpAnswer http(HttpCall call, Duration limit) {
        asked.add(call + call.json().orElse(""));
        HttpAnswer answer = pages.get(call.toString());
        if (answer == null) {
            throw GuestErrors.http(call, new IOException("refused"));
        }
        return answer;
    }

    @Override
    public boolean tcp(int guestPort, Duration limit) throws VivariumException {
        return open.contains(guestPort);
    }
}
