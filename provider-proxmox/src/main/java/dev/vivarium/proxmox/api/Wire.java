package dev.vivarium.proxmox.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.cloudinit.Secret;
import dev.vivarium.core.model.VivariumException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls and their outcomes. What may be repeated is asked again, of the next server; anything else is asked again only where
 * nothing of it was sent, or the server refused it because the ticket had expired.
 */
final class Wire implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Wire.class);

    private final Exchange exchange;
    private final Endpoints endpoints;
    private final Credentials credentials;
    private final Repeats repeats;
    private final PveRuntime runtime;

    Wire(PveSettings settings, Repeats repeats, PveRuntime runtime) {
        this.endpoints = new Endpoints(settings.endpoints());
        this.repeats = repeats;
        this.runtime = runtime;
        this.credentials = settings.login() instanceof PveLogin.Password password
                ? new TicketCredentials(password, this::login, runtime.clock())
                : new TokenCredentials((PveLogin.Token) settings.login());
        this.exchange = new Exchange(settings);
    }

    /**
     * The answer's data; a null node where the server answers with null.
     *
     * @throws VivariumException for whatever the server refuses, or if no answer came: {@link PveErrors}
     */
    JsonNode ask(PveCall call) {
        Credentials.Proof proof = credentials.proof();
        Reply reply = tried(call, proof);
        if (reply.status() == 401 && credentials.renew(proof)) {
            reply = tried(call, credentials.proof());
        }
        return data(call, reply, mask(call, credentials.secrets()));
    }

    RandomGenerator random() {
        return runtime.random();
    }

    private JsonNode login(PveCall call) {
        return data(call, tried(call, new Credentials.Proof(Map.of())), mask(call, credentials.secrets()));
    }

    private static JsonNode data(PveCall call, Reply reply, Mask mask) {
        if (!reply.success()) {
            throw PveErrors.of(call, reply, mask);
        }
        JsonNode data = reply.data();
        if (!data.isMissingNode()) {
            return data;
        }
        throw call.repeatable()
                ? Fields.answer("what came as answer to " + call + " is not Proxmox VE's JSON")
                : WireFaults.unanswered(call, "its answer was cut off or is not Proxmox VE's");
    }

    private Reply tried(PveCall call, Credentials.Proof proof) {
        int tries = call.repeatable() ? Math.max(repeats.tries(), endpoints.count()) : endpoints.count();
        for (int failures = 1; ; failures++) {
            URI endpoint = endpoints.current();
            boolean last = failures >= tries;
            try {
                Reply reply = exchange.once(endpoint, call, proof);
                if (!reply.passing() || !call.repeatable() || last) {
                    return reply;
                }
                LOG.debug("{} at {}: {}; asking again", call, endpoint, reply.status());
            } catch (Unanswered fault) {
                boolean harmless = call.repeatable() || !fault.sent();
                if (last
                        || !harmless
                        || WireFaults.mistrusted(fault)
                        || Thread.currentThread().isInterrupted()) {
                    throw WireFaults.of(call, endpoint, fault, mask(call, credentials.secrets()));
                }
                LOG.debug("{} at {}: no answer; asking again", call, endpoint);
            }
            endpoints.leave(endpoint);
            if (call.repeatable()) {
                runtime.sleep().accept(repeats.after(failures, runtime.random()));
            }
        }
    }

    private static Mask mask(PveCall call, List<Secret> secrets) {
        return new Mask(secrets).and(call.secrets());
    }

    @Override
    public void close() {
        exchange.close();
    }
}
