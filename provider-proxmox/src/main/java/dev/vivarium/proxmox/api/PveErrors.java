package dev.vivarium.proxmox.api;

import dev.vivarium.core.guest.Printable;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a refusal or a failed task means. The words decide first, by {@link ErrorTable}; where they say nothing that is known, the
 * status does. A message is one line, of what the server wrote at most 300 characters and none that steers a terminal.
 */
public final class PveErrors {
    /**
     * The code where no answer came to a call that changes something, so that nobody knows whether it was done: look before
     * asking again.
     */
    public static final String UNANSWERED = "proxmox.unanswered";

    private static final int LOG_LINES = 20;
    private static final Pattern PRIVILEGE =
            Pattern.compile("Permission check failed \\((/[^,)\\s]*), *([A-Za-z.|, ]+)\\)");
    private static final Pattern LOCKED = Pattern.compile("(?:VM|CT)(?: \\d+)? is locked \\(([a-z-]+)\\)");

    private PveErrors() {}

    /** Whether it is unknown if the call was done. */
    public static boolean unanswered(VivariumException failure) {
        return failure.code().equals(UNANSWERED);
    }

    static VivariumException of(PveCall call, Reply reply, Mask mask) {
        String words = Printable.line(mask.over(reply.words()));
        if (reply.passing()) {
            return passing(call, reply, words);
        }
        return of(call.subject(), reply.status(), words);
    }

    /**
     * Why a task failed.
     *
     * @param exitStatus the task's own words
     * @param log its last lines
     */
    static VivariumException task(Upid task, String exitStatus, List<String> log) {
        VivariumException failure = of(Subject.of(task), 500, Printable.line(exitStatus));
        String tail = Printable.tail(String.join("\n", log), LOG_LINES);
        return tail.isEmpty() ? failure : failure.withLog(tail);
    }

    private static VivariumException of(Subject subject, int status, String words) {
        String said = "Proxmox VE refused " + subject.action() + ": " + (words.isEmpty() ? "it gave no reason" : words);
        Matcher privilege = PRIVILEGE.matcher(words);
        if (privilege.find()) {
            return new VivariumException(
                    Kind.DENIED,
                    "proxmox.privilege",
                    said + "; give the privilege " + privilege.group(2) + " on " + privilege.group(1)
                            + " with `pveum acl modify " + privilege.group(1)
                            + " --roles ROLE`, and to the token too if it has privileges of its own");
        }
        Matcher locked = LOCKED.matcher(words);
        if (locked.find()) {
            return new VivariumException(
                    Kind.CONFLICT,
                    "proxmox.locked",
                    said + "; wait until the task that holds the lock is done; if none runs any more: `"
                            + subject.unlock() + "`");
        }
        return ErrorTable.find(words).map(rule -> rule.failure(said)).orElseGet(() -> byStatus(status, said));
    }

    private static VivariumException byStatus(int status, String said) {
        return switch (status) {
            case 400 -> new VivariumException(Kind.INVALID, "proxmox.parameter", said);
            case 401 ->
                new VivariumException(
                        Kind.DENIED,
                        "proxmox.credentials",
                        said + "; check the token or password, and that it has not expired");
            case 403 ->
                new VivariumException(
                        Kind.DENIED,
                        "proxmox.privilege",
                        said + "; give the user or token the role that" + " the documentation lists");
            case 501 ->
                new VivariumException(
                        Kind.UNSUPPORTED,
                        "proxmox.unsupported",
                        said + "; this Proxmox VE is too old for it, or too new");
            default ->
                status >= 300 && status < 400
                        ? new VivariumException(
                                Kind.INVALID,
                                "proxmox.redirect",
                                said + "; it points elsewhere: give the address of the Proxmox VE server itself")
                        : new VivariumException(Kind.HYPERVISOR_FAULT, "proxmox.fault", said);
        };
    }

    private static VivariumException passing(PveCall call, Reply reply, String words) {
        String why = reply.status() + (words.isEmpty() ? "" : " " + words);
        if (!call.repeatable() && !reply.undelivered()) {
            return WireFaults.unanswered(call, why);
        }
        return new VivariumException(
                Kind.UNAVAILABLE,
                "proxmox.unavailable",
                "Proxmox VE could not pass on " + call + ": " + why
                        + "; see whether pvedaemon runs on that node and the node is up, then try again");
    }
}
