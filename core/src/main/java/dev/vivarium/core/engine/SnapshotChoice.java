package dev.vivarium.core.engine;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.Support;
import dev.vivarium.core.model.VivariumException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Which kind of snapshot is taken. A pure decision. */
final class SnapshotChoice {
    private SnapshotChoice() {}

    static Capability capability(SnapshotKind kind) {
        return switch (kind) {
            case LIVE -> Capability.SNAPSHOT_LIVE;
            case FROZEN -> Capability.SNAPSHOT_FROZEN;
            case STOPPED -> Capability.SNAPSHOT_STOPPED;
            case CRASH -> Capability.SNAPSHOT_CRASH;
        };
    }

    /**
     * The wanted kind, or else the best that is possible and not below {@code least}.
     *
     * @throws VivariumException UNSUPPORTED with every reason if none is possible
     */
    static SnapshotKind choose(
            Optional<SnapshotKind> wanted, SnapshotKind least, Power power, Function<SnapshotKind, Support> supports) {
        if (power == Power.OFF) {
            return whenOff(wanted, supports);
        }
        List<String> reasons = new ArrayList<>();
        for (SnapshotKind kind : wanted.map(List::of).orElseGet(() -> List.of(SnapshotKind.values()))) {
            if (wanted.isEmpty() && kind.compareTo(least) > 0) {
                break;
            }
            Support support = supports.apply(kind);
            if (support.isYes()) {
                return kind;
            }
            reasons.add(name(kind) + ": " + ((Support.No) support).reason());
        }
        throw new VivariumException(
                Kind.UNSUPPORTED,
                "snapshot.unsupported",
                "no such snapshot is possible: " + String.join("; ", reasons));
    }

    private static SnapshotKind whenOff(Optional<SnapshotKind> wanted, Function<SnapshotKind, Support> supports) {
        if (wanted.isPresent() && wanted.get() != SnapshotKind.STOPPED) {
            throw new VivariumException(
                    Kind.CONFLICT,
                    "snapshot.off",
                    "the node is stopped, so a " + name(wanted.get())
                            + " snapshot is not possible; start it first, or take a stopped one");
        }
        supports.apply(SnapshotKind.STOPPED).orThrow(Capability.SNAPSHOT_STOPPED);
        return SnapshotKind.STOPPED;
    }

    private static String name(SnapshotKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
