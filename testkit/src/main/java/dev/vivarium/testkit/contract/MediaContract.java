package dev.vivarium.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.StopMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rules R20 to R29: what is in the machine's drives. */
public abstract class MediaContract extends Contract {
    private final TestMedia files = new TestMedia();

    @AfterEach
    final void removeFiles() {
        files.close();
    }

    @Test
    @Proves(Rule.R20)
    protected void drivesHoldWhatIsAsked() {
        Machine machine = create(here().spec());
        assertThat(here().drives(machine)).isEmpty();
        Medium seed = files.medium(0, "CIDATA", 64);
        Medium layer = files.medium(1, "VIVARIUM1", 128);
        Medium larger = files.medium(0, "CIDATA", 256);
        asked(machine, List.of(seed, layer));
        asked(machine, List.of(layer));
        asked(machine, List.of(larger, layer));
        asked(machine, List.of(seed));
        asked(machine, List.of());
    }

    @Test
    @Proves(Rule.R21)
    protected void sameMediaTwiceChangeNothing() {
        Machine machine = create(here().spec());
        List<Medium> wanted = List.of(files.medium(0, "CIDATA", 64));
        Machine first = asked(machine, wanted);
        assertThat(plain(asked(machine, wanted))).isEqualTo(plain(first));
        try (Hypervisor next = here().reconnect()) {
            assertThat(plain(next.media(machine, wanted, work()))).isEqualTo(plain(first));
        }
        assertThat(here().drives(machine)).isEqualTo(digests(wanted));
    }

    @Test
    @Proves(Rule.R22)
    protected void mediaChangeWhileRunning() {
        Machine machine = hypervisor().start(create(here().spec()), work());
        Medium seed = files.medium(0, "CIDATA", 64);
        Medium other = files.medium(0, "CIDATA", 512);
        assertThat(asked(machine, List.of(seed)).power()).isEqualTo(Power.RUNNING);
        assertThat(asked(machine, List.of(other)).power()).isEqualTo(Power.RUNNING);
        assertThat(now(machine).power()).isEqualTo(Power.RUNNING);
        hypervisor().stop(machine, StopMode.FORCED, work());
        assertThat(here().drives(machine)).as("after the stop").isEqualTo(digests(List.of(other)));
        hypervisor().start(machine, work());
        assertThat(here().drives(machine)).as("after the next start").isEqualTo(digests(List.of(other)));
        assertThat(asked(machine, List.of()).power()).isEqualTo(Power.RUNNING);
    }

    @Test
    @Proves(Rule.R23)
    protected void mediaOfTheSpecAreThere() {
        List<Medium> media = List.of(files.medium(0, "CIDATA", 64), files.medium(1, "VIVARIUM1", 128));
        Machine machine = create(Specs.with(here().spec(), media));
        assertThat(here().drives(machine)).isEqualTo(digests(media));
        hypervisor().start(machine, work());
        assertThat(here().drives(machine)).isEqualTo(digests(media));
    }

    @Test
    @Proves(Rule.R24)
    protected void wrongMediumIsRefused() {
        Machine machine = create(here().spec());
        List<Medium> wanted = List.of(files.medium(0, "CIDATA", 64));
        asked(machine, wanted);
        Medium noDrive = files.medium(99, "VIVARIUM99", 64);
        Medium noFile = new Medium(1, "VIVARIUM1", Path.of("no-such-диск.iso").toAbsolutePath());
        for (Medium wrong : List.of(noDrive, noFile)) {
            failure(() -> hypervisor().media(machine, List.of(wrong), work()));
            assertThat(here().drives(machine)).isEqualTo(digests(wanted));
        }
    }

    private Machine asked(Machine machine, List<Medium> wanted) {
        Machine changed = hypervisor().media(machine, wanted, work());
        assertThat(here().drives(machine)).isEqualTo(digests(wanted));
        return changed;
    }

    private static Map<Integer, Digest> digests(List<Medium> media) {
        return media.stream().collect(Collectors.toMap(Medium::slot, TestMedia::digest));
    }
}
