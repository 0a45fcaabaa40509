package dev.vivarium.service.sessions;

import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.session.BeforeSession;
import dev.vivarium.core.session.NamePattern;
import java.util.Locale;
import java.util.Optional;

/**
 * What happens before a session, as it is written on the wire and in the store: exactly one of three.
 *
 * @param snapshot a snapshot is taken
 * @param rollbackTo the node goes back to this one, by name or id
 * @param nothing true
 */
public record Before(Optional<SnapshotWish> snapshot, Optional<String> rollbackTo, Optional<Boolean> nothing) {

    /**
     * Which snapshot.
     *
     * @param kind {@code auto}, or a kind in lower case
     * @param name a pattern such as <code>before-{date}-{time}</code>
     */
    public record SnapshotWish(Optional<String> kind, Optional<String> name) {
        private static final String AUTO = "auto";

        /** @throws IllegalArgumentException if there is no such kind, or the pattern is none */
        public SnapshotWish {
            kind.filter(k -> !k.equals(AUTO)).ifPresent(SnapshotWish::kindOf);
            name.ifPresent(NamePattern::new);
        }

        private static SnapshotKind kindOf(String text) {
            for (SnapshotKind kind : SnapshotKind.values()) {
                if (kind.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("a kind of snapshot is auto, live, frozen, stopped or crash");
        }

        BeforeSession.TakeSnapshot decision() {
            return new BeforeSession.TakeSnapshot(
                    kind.filter(k -> !k.equals(AUTO)).map(SnapshotWish::kindOf),
                    name.map(NamePattern::new).orElse(NamePattern.BEFORE));
        }
    }

    /** @throws IllegalArgumentException unless it is exactly one */
    public Before {
        int given = (snapshot.isPresent() ? 1 : 0) + (rollbackTo.isPresent() ? 1 : 0) + (nothing.isPresent() ? 1 : 0);
        if (given != 1 || nothing.filter(n -> !n).isPresent()) {
            throw new IllegalArgumentException("before is one of snapshot, rollbackTo or nothing: true");
        }
        if (rollbackTo
                .filter(r -> r.isEmpty() || r.length() > 128 || r.chars().anyMatch(Character::isISOControl))
                .isPresent()) {
            throw new IllegalArgumentException("rollbackTo is a snapshot's name or id");
        }
    }

    /** A snapshot, the best that is possible: what happens where nothing is said. */
    public static Before bestSnapshot() {
        return new Before(
                Optional.of(new SnapshotWish(Optional.empty(), Optional.empty())), Optional.empty(), Optional.empty());
    }

    /** A rollback to this snapshot. */
    public static Before rollback(String nameOrId) {
        return new Before(Optional.empty(), Optional.of(nameOrId), Optional.empty());
    }

    /** The session starts from whatever is there. */
    public static Before none() {
        return new Before(Optional.empty(), Optional.empty(), Optional.of(true));
    }

    /** For the decisions. */
    public BeforeSession decision() {
        if (rollbackTo.isPresent()) {
            return new BeforeSession.RollbackTo(rollbackTo.get());
        }
        return snapshot.<BeforeSession>map(SnapshotWish::decision).orElseGet(BeforeSession.Nothing::new);
    }
}
