package dev.vivarium.service.http;

import dev.vivarium.core.model.VivariumException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What happens to every request: let in, asked, written down, answered. */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final String BEARER = "Bearer ";

    private final Routes routes;
    private final Gate gate;
    private final Ledger ledger;
    private final Limits limits;
    private final MeterRegistry metrics;

    Dispatcher(Routes routes, Gate gate, Ledger ledger, Limits limits, MeterRegistry metrics) {
        this.routes = routes;
        this.gate = gate;
        this.ledger = ledger;
        this.limits = limits;
        this.metrics = metrics;
    }

    Reply answer(Endpoint endpoint, Incoming incoming) {
        Trace trace = Trace.of(incoming.header().apply("traceparent"));
        Timer.Sample sample = Timer.start(metrics);
        try (MDC.MDCCloseable t = MDC.putCloseable("traceId", trace.traceId());
                MDC.MDCCloseable s = MDC.putCloseable("spanId", trace.spanId())) {
            Reply reply = guarded(endpoint, incoming, trace);
            sample.stop(timer(endpoint, reply.status()));
            if (!endpoint.isRead()) {
                LOG.info("{} answered {}", endpoint.operationId(), reply.status());
            }
            return reply.header("traceparent", trace.header());
        }
    }

    private Reply guarded(Endpoint endpoint, Incoming incoming, Trace trace) {
        try {
            return admitted(endpoint, incoming, trace);
        } catch (RuntimeException | StackOverflowError e) {
            return Problems.reply(e, trace);
        }
    }

    private Reply admitted(Endpoint endpoint, Incoming incoming, Trace trace) {
        if (incoming.headerCount() > limits.headers()) {
            throw Refusal.of(
                    431, "Too many headers", "request.headers", "there are more than " + limits.headers() + " headers");
        }
        Principal principal =
                endpoint.role().isEmpty() ? Principal.NOBODY : gate.admit(incoming.address(), bearer(incoming));
        Request request = new Request(endpoint, incoming, principal, trace, limits);
        try {
            requireRole(endpoint, principal);
            return endpoint.isRead() ? conditional(request, read(request)) : changed(request);
        } catch (Refusal e) {
            if (!endpoint.isRead()) {
                ledger.refused(request, e.problem().code());
            }
            throw e;
        } catch (VivariumException e) {
            if (!endpoint.isRead()) {
                ledger.refused(request, e.code());
            }
            throw e;
        }
    }

    private Reply read(Request request) {
        return routes.read(request.endpoint().operationId()).handle(request);
    }

    private Reply changed(Request request) {
        Optional<Routes.Preparation> preparation =
                routes.change(request.endpoint().operationId());
        if (preparation.isEmpty()) {
            Reply reply = read(request);
            if (request.endpoint().isChange()) {
                ledger.done(request, reply);
            }
            return reply;
        }
        Optional<Reply> before = ledger.answered(request);
        if (before.isPresent()) {
            return before.get();
        }
        Change change = preparation.get().prepare(request);
        return ledger.commit(request, change);
    }

    /** Who has it already is told only that. */
    private static Reply conditional(Request request, Reply reply) {
        Optional<String> known = request.header("If-None-Match");
        String tag = reply.headers().getOrDefault("ETag", "");
        if (known.isPresent() && reply.status() == 200 && !tag.isEmpty() && EntityTag.names(known.get(), tag)) {
            return new Reply(304, "", new byte[0], Map.of("ETag", tag), true, Optional.empty(), Optional.empty());
        }
        return reply;
    }

    private static void requireRole(Endpoint endpoint, Principal principal) {
        endpoint.role().filter(wanted -> !principal.role().includes(wanted)).ifPresent(wanted -> {
            throw Refusal.forbidden(
                    "access.role",
                    "this asks for the role " + WireJson.text(wanted) + "; the token '" + principal.name() + "' has "
                            + WireJson.text(principal.role()));
        });
    }

    private static Optional<String> bearer(Incoming incoming) {
        return incoming.header()
                .apply("Authorization")
                .filter(h -> h.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(h -> h.substring(BEARER.length()).strip());
    }

    private Timer timer(Endpoint endpoint, int status) {
        return Timer.builder("http.server.requests")
                .description("Requests by operation and status")
                .tag("method", endpoint.method())
                .tag("uri", endpoint.path())
                .tag("status", String.valueOf(status))
                .register(metrics);
    }
}
