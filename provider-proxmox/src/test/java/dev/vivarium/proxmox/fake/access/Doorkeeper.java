package dev.vivarium.proxmox.fake.access;

import dev.vivarium.proxmox.fake.http.Refusal;
import dev.vivarium.proxmox.fake.http.Request;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tokens, passwords and tickets. Safe for threads. */
public final class Doorkeeper {
    private static final Duration VALID = Duration.ofHours(2);
    private static final Pattern TOKEN = Pattern.compile("PVEAPIToken=([^=]+)=(.+)");
    private static final Pattern COOKIE = Pattern.compile("(?:.*; *)?PVEAuthCookie=([^;]+).*");

    private final Clock clock;
    private final Map<String, Login> tokens = new ConcurrentHashMap<>();
    private final Map<String, Login> passwords = new ConcurrentHashMap<>();
    private final Map<String, Ticket> tickets = new ConcurrentHashMap<>();

    private record Login(String secret, Rights rights) {}

    /** What a log-in gives. */
    public record Ticket(String text, String csrf, Caller caller, Instant until) {}

    public Doorkeeper(Clock clock) {
        this.clock = clock;
    }

    /** From now on this token is known. */
    public void token(String name, String secret, Rights rights) {
        tokens.put(name, new Login(secret, rights));
    }

    /** From now on this user can log in. */
    public void user(String name, String password, Rights rights) {
        passwords.put(name, new Login(password, rights));
    }

    /** From now on no ticket is valid any more. */
    public void expireTickets() {
        tickets.clear();
    }

    /** Logs in by password, or by a ticket in its place. */
    public Ticket logIn(String user, String password) {
        Login login = passwords.get(user);
        Ticket old = tickets.get(password);
        boolean renews =
                old != null && old.caller().name().equals(user) && old.until().isAfter(clock.instant());
        if (login == null || !(renews || login.secret().equals(password))) {
            throw Refusal.of(401, "authentication failure");
        }
        String time = String.format("%08X", clock.instant().getEpochSecond());
        Ticket ticket = new Ticket(
                "PVE:" + user + ":" + time + "::" + UUID.randomUUID().toString().replace("-", ""),
                time + ":" + UUID.randomUUID(),
                new Caller(user, login.rights()),
                clock.instant().plus(VALID));
        tickets.put(ticket.text(), ticket);
        return ticket;
    }

    /** Who sent this; refuses with 401 whoever is not known. */
    public Caller caller(Request request) {
        Optional<String> header = request.header("authorization");
        if (header.isPresent()) {
            Matcher token = TOKEN.matcher(header.get());
            Login login = token.matches() ? tokens.get(token.group(1)) : null;
            if (login == null || !login.secret().equals(token.group(2))) {
                throw Refusal.bare(401, "Authentication failed!");
            }
            return new Caller(token.group(1), login.rights());
        }
        Matcher cookie = COOKIE.matcher(request.header("cookie").orElse(""));
        if (!cookie.matches()) {
            throw Refusal.bare(401, "No ticket");
        }
        Ticket ticket = tickets.get(java.net.URLDecoder.decode(
                cookie.group(1).replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8));
        if (ticket == null || !ticket.until().isAfter(clock.instant())) {
            throw Refusal.bare(401, "permission denied - invalid PVE ticket");
        }
        boolean writes = !request.method().equals("GET");
        if (writes && !request.header("csrfpreventiontoken").equals(Optional.of(ticket.csrf()))) {
            throw Refusal.bare(401, "Permission denied - invalid csrf token");
        }
        return ticket.caller();
    }
}
