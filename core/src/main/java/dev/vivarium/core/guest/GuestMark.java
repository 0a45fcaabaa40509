package dev.vivarium.core.guest;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.VivariumException;
import java.time.Duration;
import java.util.Optional;

/** The id of a snapshot, left in the guest before it is taken: after a rollback the guest must show it. */
public final class GuestMark {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private GuestMark() {}

    /** @throws VivariumException GUEST_FAULT {@code guest.mark} if the guest cannot write it */
    public static void write(GuestSession guest, SnapshotId id) {
        ExecResult result = guest.exec(GuestCommands.writeMark(id), LIMIT);
        if (!result.ok()) {
            throw new VivariumException(
                    Kind.GUEST_FAULT, "guest.mark", "the guest cannot write to its own disk: " + result.brief());
        }
    }

    /** What the guest shows; empty if it has none. */
    public static Optional<SnapshotId> read(GuestSession guest) {
        return parse(guest.exec(GuestCommands.READ_MARK, LIMIT).out().strip());
    }

    /**
     * What is shown after a rollback must be the mark of the snapshot, if there is any.
     *
     * @throws VivariumException HYPERVISOR_FAULT {@code rollback.wrong-state} if it is that of another one
     */
    public static void check(Optional<SnapshotId> shown, SnapshotId expected) {
        if (shown.isPresent() && !shown.get().equals(expected)) {
            throw new VivariumException(
                    Kind.HYPERVISOR_FAULT,
                    "rollback.wrong-state",
                    "the hypervisor said that it rolled back, but the guest shows the state of another snapshot ("
                            + shown.get() + " instead of " + expected + ")");
        }
    }

    static Optional<SnapshotId> parse(String shown) {
        try {
            return shown.isEmpty() ? Optional.empty() : Optional.of(SnapshotId.parse(shown));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
