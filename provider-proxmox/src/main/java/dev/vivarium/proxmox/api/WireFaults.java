package dev.vivarium.proxmox.api;

import dev.vivarium.core.guest.Printable;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** What it means that no answer came. The causes are not kept: their texts may repeat what was sent. */
final class WireFaults {
    private WireFaults() {}

    static VivariumException of(PveCall call, URI endpoint, Unanswered fault, Mask mask) {
        UploadBody.@Nullable Stopped stopped = find(fault, UploadBody.Stopped.class);
        if (stopped != null) {
            return stopped.why();
        }
        if (Thread.currentThread().isInterrupted()) {
            return new VivariumException(
                    Kind.CANCELLED, "proxmox.interrupted", "the wait for Proxmox VE was interrupted");
        }
        if (mistrusted(fault)) {
            return mistrust(endpoint, fault);
        }
        String why = why(fault, mask);
        if (!fault.sent()) {
            return new VivariumException(
                    Kind.UNAVAILABLE,
                    "proxmox.unreachable",
                    "Proxmox VE at " + endpoint + " cannot be reached: " + why
                            + "; check the address, the network and that pveproxy runs there");
        }
        return call.repeatable()
                ? new VivariumException(
                        Kind.UNAVAILABLE,
                        "proxmox.unavailable",
                        "Proxmox VE at " + endpoint + " gave no answer to " + call + ": " + why + "; try again")
                : unanswered(call, why);
    }

    /** It may have been done or not: look before asking again. */
    static VivariumException unanswered(PveCall call, String why) {
        return new VivariumException(
                Kind.UNAVAILABLE,
                PveErrors.UNANSWERED,
                "Proxmox VE gave no answer to " + call + ", so it is not known whether it was done: " + why
                        + "; try again, which looks first");
    }

    static boolean mistrusted(Unanswered fault) {
        return !fault.sent()
                && (find(fault, CertificateException.class) != null
                        || find(fault, SSLPeerUnverifiedException.class) != null);
    }

    private static VivariumException mistrust(URI endpoint, Unanswered fault) {
        CertificateException seen = find(fault, CertificateException.class);
        String why = seen == null ? "it was made for another host" : String.valueOf(seen.getMessage());
        return new VivariumException(
                Kind.DENIED,
                "proxmox.certificate",
                "the certificate of " + endpoint + " is not trusted: " + Printable.line(why)
                        + "; give the cluster's /etc/pve/pve-root-ca.pem, or pin the fingerprint that `pvenode cert info`"
                        + " prints on the server");
    }

    private static String why(Unanswered fault, Mask mask) {
        if (find(fault, UnknownHostException.class) != null) {
            return "its name cannot be resolved";
        }
        if (find(fault, SocketTimeoutException.class) != null || "timeout".equals(fault.getMessage())) {
            return "nothing moved within the time-out";
        }
        String message = fault.getMessage();
        return message == null ? "the connection broke" : Printable.line(mask.over(message));
    }

    private static <T extends Throwable> @Nullable T find(Throwable from, Class<T> type) {
        Throwable at = from;
        for (int depth = 0; at != null && depth < 20; depth++) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
            at = at.getCause();
        }
        return null;
    }
}
