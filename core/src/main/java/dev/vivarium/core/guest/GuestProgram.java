package dev.vivarium.core.guest;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.cloudinit.Secret;
import dev.vivarium.cloudinit.guest.GuestFiles;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Work;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What the guest's own {@code vivarium-node} does at the host's word. Every call may be repeated: what is done already is
 * not done again.
 */
public final class GuestProgram {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    /** The guest ends a hook itself after a minute. */
    private static final Duration HOOK_LIMIT = Duration.ofMinutes(3);

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final String SUDO = "sudo -n " + GuestFiles.PROGRAM + " ";

    private final GuestSession guest;

    /** In this guest. */
    public GuestProgram(GuestSession guest) {
        this.guest = guest;
    }

    /**
     * Waits until the program is there: in the first boot SSH answers before cloud-init has written it.
     *
     * @throws VivariumException TIMEOUT {@code guest.program-missing} once nothing has moved for the limit
     */
    public void await(Patience patience, Work work) {
        Inactivity inactivity = new Inactivity(patience, System::nanoTime);
        while (!guest.exec("test -x " + GuestFiles.PROGRAM, LIMIT).ok()) {
            work.progress(-1, "cloud-init is at work");
            if (inactivity.exceeded()) {
                throw new VivariumException(
                        Kind.TIMEOUT,
                        "guest.program-missing",
                        "cloud-init has not written " + GuestFiles.PROGRAM + "; its log says why");
            }
            work.pause(POLL);
        }
    }

    /**
     * Stages the plan of an update; the guest prepares its release and switches to it, while the old one runs as long as
     * possible. What becomes of it is in the guest's report.
     */
    public void stage(String plan) {
        Digest digest = Digest.of(plan.getBytes(StandardCharsets.UTF_8));
        ask("stage " + digest.hex(), plan);
    }

    /** The release that runs is proven: the way back is given up, and releases older than the one before go. */
    public void keep() {
        ask("keep", "");
    }

    /** The release that was staged is not wanted: the guest goes back to the one before, if it left it. */
    public void withdraw() {
        ask("withdraw", "");
    }

    /**
     * Hands the secrets over; services that run with other ones start anew.
     *
     * @throws VivariumException INVALID {@code secret.form} if a value cannot be an environment variable
     */
    public void secrets(Map<String, Secret> values) {
        String text;
        try {
            text = GuestFiles.secrets(values).reveal();
        } catch (IllegalArgumentException e) {
            throw new VivariumException(Kind.INVALID, "secret.form", String.valueOf(e.getMessage()), e);
        }
        ask("secrets", text);
    }

    /**
     * Runs one of the bundle's hooks, if it has it.
     *
     * @throws VivariumException GUEST_FAULT {@code guest.hook-NAME} with the end of what it said
     */
    public void hook(String name) {
        ExecResult result = guest.exec(SUDO + "hook " + name, HOOK_LIMIT);
        if (!result.ok()) {
            throw new VivariumException(
                            Kind.GUEST_FAULT,
                            "guest.hook-" + name,
                            "the bundle's hook '" + name + "' failed: "
                                    + Printable.lastLine(result.out() + result.err()))
                    .withLog(Printable.text(result.out()));
        }
    }

    /** False for a guest that was made by a release of before updates. */
    public boolean knowsUpdates() {
        return Verification.report(guest)
                .node()
                .flatMap(GuestReport.NodeStatus::beatUptime)
                .isPresent();
    }

    /** How many bytes are free for releases; empty if the guest does not say. */
    public OptionalLong freeForReleases() {
        return Verification.report(guest).freeForReleases();
    }

    private void ask(String words, String input) {
        ExecResult result = guest.exec(SUDO + words, input, LIMIT);
        if (!result.ok()) {
            throw new VivariumException(
                    Kind.GUEST_FAULT,
                    "guest.program",
                    "the guest's vivarium-node cannot do '" + words.split(" ", 2)[0] + "': " + result.brief());
        }
    }
}
