package dev.vivarium.proxmox.fake;

import dev.vivarium.proxmox.fake.http.Answer;
import dev.vivarium.proxmox.fake.http.Refusal;
import dev.vivarium.proxmox.fake.http.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.Predicate;

/** What goes wrong with requests: values put before the requests that they meet. Safe for threads. */
public final class HttpFaults {
    private final List<Waiting> waiting = new ArrayList<>();
    private final Map<String, Answer> earlier = new HashMap<>();
    private final Map<String, Answer> latest = new HashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private int left = -1;
    private Trouble atNumber = Trouble.REPLY_LOST;

    private record Waiting(Predicate<Request> of, Trouble trouble) {}

    /** What can go wrong. */
    public enum Trouble {
        /** The connection is closed and nothing happened. */
        CLOSED_BEFORE,
        /** It happened, and the connection is closed without an answer. */
        REPLY_LOST,
        /** The daemon behind the proxy is down: 595. */
        DAEMON_DOWN,
        /** 599, nothing happened. */
        TOO_MANY_REDIRECTIONS,
        /** 500 of the server, nothing happened. */
        FAILS,
        /** Nothing happens and no answer comes, until {@link HttpFaults#release}. */
        HANGS,
        /** It happens, and no answer comes until {@link HttpFaults#release}. */
        HANGS_AFTER,
        /** A read is answered as it was before what was answered last. */
        STALE
    }

    /** This waits for the next request of this kind. */
    public synchronized HttpFaults next(Predicate<Request> of, Trouble trouble) {
        waiting.add(new Waiting(of, trouble));
        return this;
    }

    /** This waits for the next request with this method and this in its path. */
    public HttpFaults next(String method, String inPath, Trouble trouble) {
        return next(r -> r.method().equals(method) && r.path().contains(inPath), trouble);
    }

    /** This waits for the request of this number, counted from 0 and from now. */
    public synchronized HttpFaults at(int number, Trouble trouble) {
        left = number;
        atNumber = trouble;
        return this;
    }

    /** True once the request of a number has come. */
    public synchronized boolean struck() {
        return left < 0;
    }

    /** Nothing goes wrong any more; what came to stand still stays so until {@link #release}. */
    public synchronized void clear() {
        waiting.clear();
        left = -1;
    }

    /** Whoever stands still is let go. */
    public void release() {
        closed.countDown();
    }

    Optional<Answer> around(Request request, Function<Request, Answer> api) {
        Optional<Trouble> trouble = trouble(request);
        if (trouble.isEmpty()) {
            return Optional.of(remembered(request, api.apply(request)));
        }
        switch (trouble.get()) {
            case CLOSED_BEFORE -> {
                return Optional.empty();
            }
            case REPLY_LOST -> {
                Answer unused = api.apply(request);
                return Optional.empty();
            }
            case DAEMON_DOWN -> {
                return Optional.of(Answer.failure(Refusal.bare(595, "Connection refused")));
            }
            case TOO_MANY_REDIRECTIONS -> {
                return Optional.of(Answer.failure(Refusal.bare(599, "Too many redirections")));
            }
            case FAILS -> {
                return Optional.of(Answer.failure(Refusal.of("got timeout")));
            }
            case HANGS -> {
                return stand(Optional.empty());
            }
            case HANGS_AFTER -> {
                return stand(Optional.of(api.apply(request)));
            }
            case STALE -> {
                return Optional.of(stale(request, api));
            }
        }
        throw new IllegalStateException(trouble.get().name());
    }

    private Optional<Answer> stand(Optional<Answer> then) {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return then;
    }

    private synchronized Optional<Trouble> trouble(Request request) {
        if (left >= 0 && left-- == 0) {
            return Optional.of(atNumber);
        }
        for (Waiting one : waiting) {
            if (one.of().test(request)) {
                waiting.remove(one);
                return Optional.of(one.trouble());
            }
        }
        return Optional.empty();
    }

    private static String key(Request request) {
        return request.path() + request.parameters();
    }

    private synchronized Answer remembered(Request request, Answer answer) {
        if (request.method().equals("GET")) {
            Answer before = latest.put(key(request), answer);
            if (before != null) {
                earlier.put(key(request), before);
            }
        }
        return answer;
    }

    private Answer stale(Request request, Function<Request, Answer> api) {
        Answer now = api.apply(request);
        synchronized (this) {
            return request.method().equals("GET") ? earlier.getOrDefault(key(request), now) : now;
        }
    }
}
