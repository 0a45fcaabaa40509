package dev.vivarium.cli.command;

import dev.vivarium.cli.output.LineTamer;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.core.Vivarium;
import dev.vivarium.core.guest.GuestLogin;
import dev.vivarium.core.guest.GuestSession;
import dev.vivarium.core.model.Endpoint;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Console;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Shows what a node writes as it comes, until Ctrl-C, or until nobody reads it any more. A stopped or restarted machine only
 * makes it wait; a removed one ends it.
 */
final class LogFollow {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration FOR_EVER = Duration.ofDays(3650);
    private static final int PIECE = 64 << 10;
    private static final int SSH = 22;

    private final Vivarium vivarium;
    private final Screen screen;
    private final NodeId node;
    private final LineTamer lines;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<@Nullable GuestSession> session = new AtomicReference<>();

    LogFollow(Vivarium vivarium, Screen screen, NodeId node, LineTamer lines) {
        this.vivarium = vivarium;
        this.screen = screen;
        this.node = node;
        this.lines = lines;
    }

    /** Ends it. */
    void end() {
        ended.countDown();
        Optional.ofNullable(session.get()).ifPresent(GuestSession::close);
    }

    /** Follows the console from this position on. */
    void console(Console console, Machine machine, long from) {
        long at = from;
        boolean quiet = false;
        while (!ended()) {
            Console.Part part;
            try {
                part = console.read(machine, at, PIECE);
            } catch (VivariumException e) {
                if (e.kind() != Kind.NOT_FOUND) {
                    throw e;
                }
                lines.flush();
                screen.note("the node is gone");
                return;
            }
            lines.accept(part.text());
            if (part.next() != at) {
                quiet = false;
            } else if (!quiet) {
                quiet = true; // a prompt is a line without an end
            } else {
                lines.flush();
            }
            at = part.next();
            if (part.text().isEmpty()) {
                pause(POLL);
            }
        }
        lines.flush();
    }

    /** Follows what this command prints in the guest; begins again after each restart. */
    void inside(String command) {
        boolean told = false;
        while (!ended()) {
            try {
                Node current = vivarium.refresh(node);
                Optional<Endpoint> ssh = current.machine().flatMap(m -> m.reach(SSH));
                if (ssh.isPresent()) {
                    run(
                            command,
                            ssh.get(),
                            GuestLogin.of(
                                    current.identity(), vivarium.installation().keys()));
                }
            } catch (VivariumException e) {
                if (ended()) {
                    break;
                }
                if (!passes(e)) {
                    throw e;
                }
                if (!told) {
                    screen.note("the guest does not answer; waiting for it");
                }
                told = true;
            }
            lines.flush();
            pause(RETRY);
        }
        lines.flush();
    }

    /** A guest that goes down ends the command, or the connection, or both. */
    private boolean passes(VivariumException e) {
        boolean endedThere = e.code().equals("guest.command") && lines.hasBegun();
        return endedThere || e.kind() == Kind.UNAVAILABLE || e.kind() == Kind.TIMEOUT;
    }

    private void run(String command, Endpoint ssh, GuestLogin login) {
        try (GuestSession opened = vivarium.installation().guests().open(ssh, login)) {
            session.set(opened);
            if (!ended()) {
                opened.download(command, lines, Long.MAX_VALUE, FOR_EVER);
            }
        } finally {
            session.set(null);
        }
    }

    private boolean ended() {
        return ended.getCount() == 0 || screen.out().checkError();
    }

    private void pause(Duration time) {
        try {
            if (ended.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                lines.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ended.countDown();
        }
    }
}
