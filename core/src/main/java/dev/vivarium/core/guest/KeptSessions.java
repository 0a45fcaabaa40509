package dev.vivarium.core.guest;

import dev.vivarium.core.model.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Connections that nobody uses for the moment, kept for a while: making another costs an emulated guest most of a second. Only
 * one that answers is given out again. Safe for threads.
 */
final class KeptSessions {
    /** How long one is kept. */
    static final Duration KEPT = Duration.ofMinutes(1);

    private static final int MOST = 64;
    private static final Duration ANSWER = Duration.ofSeconds(3);

    /** Whose connection it is; the host key is in it, so that nobody else's is taken for it. */
    private record Who(Endpoint ssh, String user, String hostKey) {
        static Who of(Endpoint ssh, GuestLogin login) {
            return new Who(ssh, login.user(), login.hostKey().publicKey());
        }
    }

    private final SshClient client;
    private final Map<Who, Deque<ClientSession>> kept = new HashMap<>();
    private int count;

    KeptSessions(SshClient client) {
        this.client = client;
    }

    /** Keeps it, or ends it if there are too many. */
    void keep(Endpoint ssh, GuestLogin login, ClientSession session) {
        Who who = Who.of(ssh, login);
        synchronized (this) {
            if (count < MOST && session.isOpen() && client.isOpen()) {
                kept.computeIfAbsent(who, w -> new ArrayDeque<>()).push(session);
                count++;
                client.getScheduledExecutorService()
                        .schedule(() -> expire(who, session), KEPT.toMillis(), TimeUnit.MILLISECONDS);
                return;
            }
        }
        session.close(true);
    }

    /** One that is alive. */
    Optional<ClientSession> take(Endpoint ssh, GuestLogin login) {
        while (true) {
            ClientSession session = pop(Who.of(ssh, login));
            if (session == null) {
                return Optional.empty();
            }
            if (answers(session)) {
                return Optional.of(session);
            }
            session.close(true);
        }
    }

    /** Ends all to the machine with this host key. */
    void drop(GuestLogin login) {
        List<ClientSession> dropped = new ArrayList<>();
        synchronized (this) {
            kept.entrySet().removeIf(entry -> {
                boolean wanted = entry.getKey().hostKey().equals(login.hostKey().publicKey());
                if (wanted) {
                    dropped.addAll(entry.getValue());
                }
                return wanted;
            });
            count -= dropped.size();
        }
        dropped.forEach(s -> s.close(true));
    }

    private synchronized @Nullable ClientSession pop(Who who) {
        Deque<ClientSession> all = kept.get(who);
        if (all == null) {
            return null;
        }
        ClientSession session = all.pop(); // an empty one is never left
        forget(who, all);
        return session;
    }

    private void expire(Who who, ClientSession session) {
        synchronized (this) {
            Deque<ClientSession> all = kept.get(who);
            if (all == null || !all.remove(session)) {
                return; // it was given out, or is another that was kept since
            }
            forget(who, all);
        }
        session.close(true);
    }

    private void forget(Who who, Deque<ClientSession> all) {
        count--;
        if (all.isEmpty()) {
            kept.remove(who);
        }
    }

    /** The guest may have been stopped, or brought back to a time before this connection. */
    private static boolean answers(ClientSession session) {
        if (!session.isOpen()) {
            return false;
        }
        try {
            Buffer question = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
            question.putString("keepalive@openssh.com");
            question.putBoolean(true);
            session.request("keepalive@openssh.com", question, ANSWER.toMillis());
            return session.isOpen();
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }
}
