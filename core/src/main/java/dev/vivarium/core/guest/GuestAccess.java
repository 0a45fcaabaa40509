package dev.vivarium.core.guest;

import dev.vivarium.core.model.Endpoint;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Work;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Opens connections to guests. One instance serves a whole installation; it holds a few threads until it is closed.
 *
 * <p>The only key that a guest may show is the one that is pinned for its node; there is no trust on first use and no way
 * to turn that off. Nothing of the user's own SSH configuration, keys or agent is used.
 */
public final class GuestAccess implements AutoCloseable {
    private final SshConnector connector;
    private final LongSupplier nanos;

    public GuestAccess() {
        this(SshConnector.FIRST_WORD, System::nanoTime);
    }

    /** @param nanos a clock that only runs forward, as {@link System#nanoTime()} */
    GuestAccess(Duration firstWord, LongSupplier nanos) {
        this.connector = new SshConnector(firstWord);
        this.nanos = nanos;
    }

    /**
     * Connects to a guest that is up.
     *
     * @throws VivariumException UNAVAILABLE {@code guest.unreachable}; GUEST_FAULT {@code guest.host-key} if it shows
     *     another host key, {@code guest.login-refused} if it does not let us in
     */
    public GuestSession open(Endpoint ssh, GuestLogin login) {
        return SshGuestSession.open(connector, ssh, login, () -> {}, false);
    }

    /**
     * Connects to a guest that is coming up, as soon as it lets us in.
     *
     * <p>When the session is closed its connection is kept for a minute, for the next one to the same guest: see {@link #hangUp}.
     *
     * <p>A login that is refused means "not yet": sshd may be up before cloud-init has made the account. A wrong host key
     * does not: cloud images hold no host keys, so sshd cannot start before cloud-init has written ours. Only an address
     * may belong to another machine for a moment (a lease that moved, a port that its last owner still holds), so we look
     * three times, two seconds apart, before we give up. It is never logged in to.
     *
     * @param ssh where it is now; empty while nobody knows
     * @throws VivariumException TIMEOUT {@code guest.unreachable} or GUEST_FAULT {@code guest.login-refused} once nothing
     *     has moved for the limit; GUEST_FAULT {@code guest.host-key}; CANCELLED
     */
    public GuestSession awaitReachable(
            Supplier<Optional<Endpoint>> ssh, GuestLogin login, Patience patience, Work work) {
        return new Reaching(
                        (endpoint, who) -> SshGuestSession.open(connector, endpoint, who, work::checkCancelled, true),
                        new Inactivity(patience, nanos))
                .await(ssh, login, work);
    }

    /** Ends the kept connections to this guest, as its machine is about to stop, or to go back to where it knows nothing of them. */
    public void hangUp(GuestLogin login) {
        connector.kept().drop(login);
    }

    /** Ends all connections. */
    @Override
    public void close() {
        connector.close();
    }
}
