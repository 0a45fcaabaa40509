package dev.vivarium.core.guest;

import dev.vivarium.core.model.Endpoint;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The failures of talking to a guest: codes and wording in one place. */
final class GuestErrors {
    static final String UNREACHABLE = "guest.unreachable";
    static final String CONNECTION_LOST = "guest.connection-lost";
    static final String SILENT = "guest.silent";
    static final String HOST_KEY = "guest.host-key";
    static final String LOGIN_REFUSED = "guest.login-refused";
    static final String FLOOD = "guest.flood";
    static final String HTTP = "guest.http";
    static final String REPORT = "guest.report";

    private GuestErrors() {}

    static boolean is(VivariumException e, String code) {
        return e.code().equals(code);
    }

    /** True for what may be over at the next try. */
    static boolean isPassing(VivariumException e) {
        return is(e, UNREACHABLE) || is(e, CONNECTION_LOST) || is(e, SILENT);
    }

    static VivariumException unreachable(Endpoint ssh, Throwable cause) {
        return new VivariumException(Kind.UNAVAILABLE, UNREACHABLE, "no SSH at " + ssh + ": " + reason(cause), cause);
    }

    static VivariumException connectionLost(Endpoint ssh, @Nullable Throwable cause) {
        String message = "the SSH connection to " + ssh + " broke off";
        return cause == null
                ? new VivariumException(Kind.UNAVAILABLE, CONNECTION_LOST, message)
                : new VivariumException(Kind.UNAVAILABLE, CONNECTION_LOST, message + ": " + reason(cause), cause);
    }

    static VivariumException silent(String what, Duration limit) {
        return new VivariumException(
                Kind.TIMEOUT, SILENT, "the guest said nothing for " + limit.toSeconds() + " s to: " + what);
    }

    static VivariumException flood(String command, long bytes) {
        return new VivariumException(
                Kind.GUEST_FAULT, FLOOD, "the guest printed more than " + (bytes >> 20) + " MiB to: " + command);
    }

    static VivariumException failed(String command, ExecResult result) {
        return new VivariumException(
                Kind.GUEST_FAULT, "guest.command", "in the guest, " + command + ": " + result.brief());
    }

    static VivariumException hostKey(Endpoint ssh, String seen, String pinned) {
        return new VivariumException(
                Kind.GUEST_FAULT,
                HOST_KEY,
                "what answers at " + ssh + " has the host key " + seen + ", the node's is " + pinned
                        + ": it may be another machine, so it was not logged in to. If the address is right, the guest's"
                        + " host keys were replaced; look at its console");
    }

    static VivariumException loginRefused(Endpoint ssh, String user) {
        return new VivariumException(
                Kind.GUEST_FAULT,
                LOGIN_REFUSED,
                "the guest at " + ssh + " is the right one, but does not let '" + user + "' in with the installation's"
                        + " login key; its console log says whether cloud-init made the account");
    }

    static VivariumException http(HttpCall call, Throwable cause) {
        return new VivariumException(
                Kind.GUEST_FAULT, HTTP, "no answer to " + call + " in the guest: " + reason(cause), cause);
    }

    /** An exception's own words, safe to show: the other side may have written some of them. */
    static String reason(Throwable e) {
        return Printable.line(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }
}
