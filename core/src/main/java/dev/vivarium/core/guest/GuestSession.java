package dev.vivarium.core.guest;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.LongConsumer;

/**
 * One connection to a guest, used for a whole operation: making another costs a second on emulated processors. A
 * connection that broke is made again by the next call, with the same pinned host key.
 *
 * <p>After a rollback the guest knows nothing of connections made before it: close the session first and open a new one.
 *
 * <p>All methods throw {@link dev.vivarium.core.model.VivariumException}: UNAVAILABLE {@code guest.unreachable} or {@code
 * guest.connection-lost}, TIMEOUT {@code guest.silent} when nothing moved for the time allowed, GUEST_FAULT {@code
 * guest.host-key} or {@code guest.login-refused} when the connection had to be made again.
 */
public interface GuestSession extends AutoCloseable {

    /**
     * Runs a command with an empty standard input and waits for its end, whatever its exit status.
     *
     * @param inactivity how long the command may print nothing
     */
    default ExecResult exec(String command, Duration inactivity) {
        return exec(command, "", inactivity);
    }

    /** The same with this text as its standard input. */
    ExecResult exec(String command, String input, Duration inactivity);

    /**
     * Runs a command and writes its standard output away as it comes.
     *
     * @param mostBytes more than this is a fault
     * @throws dev.vivarium.core.model.VivariumException also GUEST_FAULT {@code guest.command} with what it complained of
     *     if its exit status is not 0; CAPACITY {@code home.io} if the output cannot be written
     */
    void download(String command, OutputStream to, long mostBytes, Duration inactivity);

    /**
     * Runs a command and gives it all of this stream as its standard input.
     *
     * @param from not closed
     * @param sent told how many bytes were given away so far, after each piece
     * @param inactivity how long the command may take nothing, and then do nothing
     * @throws dev.vivarium.core.model.VivariumException also GUEST_FAULT {@code guest.command} with what it complained of
     *     if its exit status is not 0; INTERNAL {@code upload.read} if the stream cannot be read
     */
    void upload(String command, InputStream from, LongConsumer sent, Duration inactivity);

    /**
     * Speaks HTTP/1.1 to a port inside the guest, through this connection; follows no redirect.
     *
     * @param limit for the whole answer
     * @throws dev.vivarium.core.model.VivariumException also GUEST_FAULT {@code guest.http} if no answer came
     */
    HttpAnswer http(HttpCall call, Duration limit);

    /** True if something inside the guest accepts connections on this port. */
    boolean tcp(int guestPort, Duration limit);

    /** Ends the connection, or gives it back to be used again; never throws. */
    @Override
    void close();
}
