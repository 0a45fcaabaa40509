package dev.vivarium.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.spi.Console;
import dev.vivarium.testkit.faults.RecordingWork;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Rules R50 to R59: what the guest writes to its serial console. */
public abstract class ConsoleContract extends Contract {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Test
    @Proves(Rule.R50)
    protected void consoleGrowsWhileTheGuestStarts() {
        Machine machine = create(here().spec());
        Console console = console();
        assertThat(console.size(machine)).isZero();
        assertThat(console.tail(machine, 1000)).isEmpty();
        hypervisor().start(machine, work());
        awaitOutput(machine);
        assertThat(console.tail(machine, 1000)).isNotEmpty();
        assertThat(console.size(machine)).isPositive();
    }

    @Test
    @Proves(Rule.R51)
    protected void tailIsBounded() {
        Machine machine = hypervisor().start(create(here().spec()), work());
        awaitOutput(machine);
        for (int max : new int[] {0, 1, 7}) {
            // a character that was cut in two is shown by a replacement character, which may be longer
            int length = console().tail(machine, max).getBytes(StandardCharsets.UTF_8).length;
            assertThat(length).isLessThanOrEqualTo(3 * max);
        }
        assertThat(console().tail(machine, Integer.MAX_VALUE)).isNotEmpty();
        hypervisor().delete(machine, work());
        assertRefused(Kind.NOT_FOUND, () -> console().tail(machine, 10));
        assertRefused(Kind.NOT_FOUND, () -> console().size(machine));
    }

    @Test
    @Proves(Rule.R52)
    protected void readingOnGivesEverythingOnce() {
        Machine machine = hypervisor().start(create(here().spec()), work());
        awaitOutput(machine);
        StringBuilder read = new StringBuilder();
        long at = 0;
        for (Console.Part part = console().read(machine, at, 5); part.next() > at; ) {
            read.append(part.text());
            at = part.next();
            part = console().read(machine, at, 5);
        }
        assertThat(at).isEqualTo(read.toString().getBytes(StandardCharsets.UTF_8).length);
        assertThat(console().tail(machine, 1 << 20)).startsWith(read.toString());
        assertThat(console().read(machine, at, 0)).isEqualTo(new Console.Part("", at));
    }

    private Console console() {
        return hypervisor().console().orElseThrow();
    }

    private void awaitOutput(Machine machine) {
        Instant limit = Instant.now().plus(LIMIT);
        RecordingWork work = RecordingWork.inRealTime();
        while (console().size(machine) == 0) {
            assertThat(Instant.now()).as("the guest wrote nothing").isBefore(limit);
            work.pause(Duration.ofMillis(20));
        }
    }
}
