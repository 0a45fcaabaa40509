package dev.vivarium.proxmox.fake.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.proxmox.fake.http.Answer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which call answers which operation. */
public final class Routes {
    private final Map<String, Whole> calls = new HashMap<>();

    /** Answers with what goes into {@code data}. */
    public interface Call {
        JsonNode answer(Ask ask);
    }

    /** Answers with the whole body. */
    public interface Whole {
        Answer answer(Ask ask);
    }

    /** This call answers this method of this path, as the schema writes it. */
    public Routes on(String operation, Call call) {
        calls.put(operation, ask -> Answer.data(call.answer(ask)));
        return this;
    }

    /** As {@link #on}, for an answer with more than {@code data}. */
    public Routes whole(String operation, Whole call) {
        calls.put(operation, call);
        return this;
    }

    public Optional<Whole> find(String method, String path) {
        return Optional.ofNullable(calls.get(method + " " + path));
    }
}
