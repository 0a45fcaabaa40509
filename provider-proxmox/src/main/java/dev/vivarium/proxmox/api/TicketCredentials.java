package dev.vivarium.proxmox.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.cloudinit.Secret;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A user's ticket. It is valid for two hours; well before, the ticket itself is the password for the next one. Whoever comes
 * while one is asked for waits for it.
 */
final class TicketCredentials implements Credentials {
    private static final Duration FRESH = Duration.ofMinutes(90);
    private static final Duration VALID = Duration.ofMinutes(118);

    private final PveLogin.Password login;
    private final Function<PveCall, JsonNode> ask;
    private final InstantSource clock;
    private @Nullable Ticket current;

    TicketCredentials(PveLogin.Password login, Function<PveCall, JsonNode> ask, InstantSource clock) {
        this.login = login;
        this.ask = ask;
        this.clock = clock;
    }

    @Override
    public synchronized Proof proof() {
        Ticket ticket = current;
        if (ticket == null) {
            ticket = ticket(login.password());
        } else if (older(ticket, FRESH)) {
            ticket = renewed(ticket);
        }
        current = ticket;
        return ticket.proof();
    }

    @Override
    public synchronized boolean renew(Proof refused) {
        if (current == null || current.proof() == refused) {
            current = null;
            current = ticket(login.password());
        }
        return true;
    }

    @Override
    public synchronized List<Secret> secrets() {
        List<Secret> all = new ArrayList<>(List.of(login.password()));
        if (current != null) {
            all.add(current.value());
            all.add(current.csrf());
        }
        return all;
    }

    private Ticket renewed(Ticket old) {
        if (!older(old, VALID)) {
            try {
                return ticket(old.value());
            } catch (VivariumException e) {
                if (e.kind() != Kind.DENIED) {
                    throw e;
                }
            }
        }
        return ticket(login.password());
    }

    private boolean older(Ticket ticket, Duration age) {
        return Duration.between(ticket.since(), clock.instant()).compareTo(age) > 0;
    }

    private Ticket ticket(Secret password) {
        Instant before = clock.instant();
        PveCall call = PveCall.post(
                Params.none().with("username", login.user()).with("password", password), "access", "ticket");
        Fields answer = Fields.of(ask.apply(call.again()));
        if (answer.flag("NeedTFA")) {
            throw new VivariumException(
                    Kind.DENIED,
                    "proxmox.second-factor",
                    "the user " + login.user() + " has a second factor, which nobody can give here; make an API token"
                            + " and use that: pveum user token add " + login.user() + " vivarium");
        }
        Secret value = header(answer, "ticket");
        Secret csrf = header(answer, "CSRFPreventionToken");
        Proof proof =
                new Proof(Map.of("Cookie", "PVEAuthCookie=" + value.reveal(), "CSRFPreventionToken", csrf.reveal()));
        return new Ticket(value, csrf, proof, before);
    }

    private static Secret header(Fields answer, String name) {
        Secret value = Secret.of(answer.text(name, ""));
        if (!PveLogin.visible(value)) {
            throw Fields.answer("there is no usable '" + name + "' in Proxmox VE's answer to the login");
        }
        return value;
    }

    private record Ticket(Secret value, Secret csrf, Proof proof, Instant since) {}
}
