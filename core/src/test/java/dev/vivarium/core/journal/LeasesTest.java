package dev.vivarium.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.journal.Leases.Holder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeasesTest {
    private static final Digest IMAGE = Digest.of(new byte[] {1});
    private static final Digest MEDIUM = Digest.of(new byte[] {2});
    private static final Holder MUSE = new Holder("11111111-aaaa", "node муза");
    private static final Holder SNAPSHOT = new Holder("22222222-bbbb", "snapshot до");

    @TempDir
    Path directory;

    @Test
    void areSeenByEverybodyUntilTheyAreReleased() {
        new Leases(directory).take(IMAGE, MUSE);
        new Leases(directory).take(IMAGE, SNAPSHOT);
        new Leases(directory).take(MEDIUM, SNAPSHOT);
        Leases leases = new Leases(directory);
        assertThat(leases.holders(IMAGE)).containsExactly(MUSE, SNAPSHOT);
        assertThat(leases.holders(MEDIUM)).containsExactly(SNAPSHOT);
        assertThat(leases.holds(MUSE.id())).isTrue();

        leases.release(SNAPSHOT.id());
        leases.release(SNAPSHOT.id());
        assertThat(leases.holders(IMAGE)).containsExactly(MUSE);
        assertThat(leases.holders(MEDIUM)).isEmpty();
        assertThat(leases.holds(SNAPSHOT.id())).isFalse();
        assertThat(directory.resolve(MEDIUM.hex())).doesNotExist();
    }

    @Test
    void takingTwiceIsTakingOnce() {
        Leases leases = new Leases(directory);
        leases.take(IMAGE, MUSE);
        leases.take(IMAGE, MUSE);
        assertThat(leases.holders(IMAGE)).hasSize(1);
        leases.release(MUSE.id());
        assertThat(leases.holders(IMAGE)).isEmpty();
    }

    @Test
    void whatWasMadeFromSomethingNeedsWhatThatNeeds() {
        Leases leases = new Leases(directory);
        leases.take(IMAGE, MUSE);
        leases.copy(MUSE.id(), SNAPSHOT);
        leases.release(MUSE.id());
        assertThat(leases.holders(IMAGE)).containsExactly(SNAPSHOT);
        assertThat(leases.holders(MEDIUM)).isEmpty();
    }

    @Test
    void anIdIsNoPath() {
        assertThatThrownBy(() -> new Holder("../x", "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Leases(directory).release("../x")).isInstanceOf(IllegalArgumentException.class);
    }
}
