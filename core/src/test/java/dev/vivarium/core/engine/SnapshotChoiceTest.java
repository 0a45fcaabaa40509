package dev.vivarium.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.Support;
import dev.vivarium.core.model.VivariumException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class SnapshotChoiceTest {
    private static Function<SnapshotKind, Support> only(Set<SnapshotKind> kinds) {
        return k -> kinds.contains(k) ? Support.yes() : Support.no("no " + k + " here");
    }

    private static SnapshotKind auto(SnapshotKind least, Set<SnapshotKind> possible) {
        return SnapshotChoice.choose(Optional.empty(), least, Power.RUNNING, only(possible));
    }

    @Test
    void theBestThatIsPossibleIsTaken() {
        assertThat(auto(SnapshotKind.STOPPED, EnumSet.allOf(SnapshotKind.class)))
                .isEqualTo(SnapshotKind.LIVE);
        assertThat(auto(SnapshotKind.STOPPED, EnumSet.complementOf(EnumSet.of(SnapshotKind.LIVE))))
                .isEqualTo(SnapshotKind.FROZEN);
        assertThat(auto(SnapshotKind.CRASH, EnumSet.of(SnapshotKind.CRASH))).isEqualTo(SnapshotKind.CRASH);
    }

    @Test
    void itNeverFallsBelowTheLeastThatIsWanted() {
        assertThatThrownBy(() -> auto(SnapshotKind.STOPPED, EnumSet.of(SnapshotKind.CRASH)))
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED))
                .hasMessageContaining("no LIVE here")
                .hasMessageNotContaining("CRASH");
    }

    @Test
    void aNamedKindIsTakenOrRefused() {
        assertThat(SnapshotChoice.choose(
                        Optional.of(SnapshotKind.CRASH),
                        SnapshotKind.LIVE,
                        Power.RUNNING,
                        only(EnumSet.of(SnapshotKind.CRASH))))
                .isEqualTo(SnapshotKind.CRASH);
        assertThatThrownBy(() -> SnapshotChoice.choose(
                        Optional.of(SnapshotKind.FROZEN),
                        SnapshotKind.CRASH,
                        Power.RUNNING,
                        only(EnumSet.of(SnapshotKind.LIVE))))
                .hasMessageContaining("no FROZEN here");
    }

    @Test
    void aStoppedNodeHasStoppedSnapshotsOnly() {
        Function<SnapshotKind, Support> all = only(EnumSet.allOf(SnapshotKind.class));
        assertThat(SnapshotChoice.choose(Optional.empty(), SnapshotKind.LIVE, Power.OFF, all))
                .isEqualTo(SnapshotKind.STOPPED);
        assertThatThrownBy(
                        () -> SnapshotChoice.choose(Optional.of(SnapshotKind.LIVE), SnapshotKind.LIVE, Power.OFF, all))
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
    }
}
