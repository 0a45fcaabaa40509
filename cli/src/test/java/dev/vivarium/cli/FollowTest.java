package dev.vivarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Machine;
import dev.vivarium.testkit.guest.GuestState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code logs -f}: what comes is shown, over restarts, until Ctrl-C. */
final class FollowTest extends AtHouse {
    private static final long LIMIT_SECONDS = 30;

    private final CompletableFuture<Runnable> ctrlC = new CompletableFuture<>();
    private final AtomicBoolean restored = new AtomicBoolean();

    @BeforeEach
    void begin() {
        house.vivarium("up", "муза", "--bundle", house.bundle().toString());
        house.interrupts(action -> {
            ctrlC.complete(action);
            return () -> restored.set(true);
        });
    }

    private GuestState guest() {
        Machine machine = house.server()
                .connect("local", new InstallationId("local"))
                .machines()
                .get(0);
        return house.server().guest(machine);
    }

    private CompletableFuture<House.Run> follow(String... what) throws Exception {
        CompletableFuture<House.Run> run = CompletableFuture.supplyAsync(() -> house.vivarium(what));
        ctrlC.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        return run;
    }

    @Test
    void consoleIsFollowedTamedOverARestartUntilCtrlC() throws Exception {
        GuestState guest = guest();
        CompletableFuture<House.Run> run = follow("logs", "муза", "-f", "-n", "1");
        Supplier<String> shown = house.shown();
        guest.print("\u001b[2J\u001b]0;pwned\u0007привет");
        house.vivarium("stop", "муза");
        house.vivarium("start", "муза");
        guest.print("снова здесь");
        await(() -> shown.get().contains("снова здесь"));
        ctrlC.get().run();
        House.Run ended = run.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("привет\n", "power on\n").doesNotContain("\u001b", "pwned");
        assertThat(restored).as("Ctrl-C is the terminal's again").isTrue();
    }

    @Test
    void logInTheGuestIsFollowedAndBegunAgain() throws Exception {
        house.server().guests().commands().on("sudo -n journalctl --no-pager -n 2 -f", (state, io) -> {
            io.print("мысль\u001b[31m\n");
            return 0; // as if the guest went down
        });
        CompletableFuture<House.Run> run = follow("logs", "муза", "journal", "-f", "-n", "2", "--json");
        Supplier<String> shown = house.shown();
        await(() -> shown.get().split("мысль", -1).length > 2);
        ctrlC.get().run();
        House.Run ended = run.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.out()).startsWith("{\"source\":\"journal\",\"line\":\"мысль\"}\n");
    }

    @Test
    void removedNodeEndsIt() throws Exception {
        CompletableFuture<House.Run> run = follow("logs", "муза", "-f");
        house.vivarium("rm", "муза");
        House.Run ended = run.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.err()).contains("the node is gone");
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(limit);
            Thread.onSpinWait();
        }
    }
}
