package dev.vivarium.core.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.VivariumException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuestClockTest {
    private static final Pattern SET =
            Pattern.compile("sudo -n date -u -s @([0-9]+)\\.([0-9]{9}) >/dev/null && date \\+%s\\.%N");
    private static final Locale USUAL = Locale.getDefault();

    @AfterEach
    void usual() {
        Locale.setDefault(USUAL);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 40, 400, 1500, 4000})
    void isRightAfterwardsHoweverSlowTheGuestIs(long millis) {
        SlowGuest guest = new SlowGuest(Duration.ofMillis(millis));
        Duration left = GuestClock.set(guest, guest.ours);
        assertThat(left.abs()).isLessThan(Duration.ofMillis(500));
        assertThat(Duration.between(guest.ours.instant(), guest.time()).abs()).isLessThan(Duration.ofMillis(500));
    }

    @Test
    void writesPlainDigitsInEveryLocale() {
        Locale.setDefault(Locale.forLanguageTag("ar-EG"));
        assertThat(GuestCommands.setClock(Instant.ofEpochSecond(1_700_000_000L, 5_000_000)))
                .isEqualTo("sudo -n date -u -s @1700000000.005000000 >/dev/null && date +%s.%N");
    }

    @Test
    void saysWhenItCannot() {
        PlayedGuest guest = new PlayedGuest();
        assertThatThrownBy(() -> GuestClock.set(guest, Clock.systemUTC()))
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.code()).isEqualTo("guest.clock"));
        guest.says(GuestCommands.setClock(Instant.EPOCH), "half past nine");
        assertThatThrownBy(() -> GuestClock.set(guest, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC)))
                .hasMessageContaining("does not tell");
    }

    @Test
    void marksAreReadBackAndNothingElseIsTakenForOne() {
        SnapshotId id = SnapshotId.random();
        PlayedGuest guest = new PlayedGuest();
        assertThatThrownBy(() -> GuestMark.write(guest, id)).hasMessageContaining("cannot write");
        guest.says(GuestCommands.writeMark(id), "").says(GuestCommands.READ_MARK, id + "\n");
        GuestMark.write(guest, id);
        assertThat(GuestMark.read(guest)).contains(id);
        guest.says(GuestCommands.READ_MARK, "$(reboot)");
        assertThat(GuestMark.read(guest)).isEmpty();
        guest.says(GuestCommands.READ_MARK, "");
        assertThat(GuestMark.read(guest)).isEmpty();
    }

    @Test
    void aGuestThatGoesOnSaysAllAtOnce() {
        Clock clock = Clock.fixed(Instant.ofEpochSecond(SampleReport.NOW), ZoneOffset.UTC);
        SnapshotId id = SnapshotId.random();
        PlayedGuest guest = new PlayedGuest();
        guest.says(
                GuestCommands.resumed(clock.instant()),
                SampleReport.NOW + ".1 70.50 71.50\n" + id + "\n" + SampleReport.with() + "\n");
        ResumedGuest resumed = ResumedGuest.ask(guest, clock);
        assertThat(resumed.clockLeft()).isEqualTo(Duration.ofMillis(100));
        assertThat(resumed.mark()).contains(id);
        assertThat(resumed.report().orElseThrow().clockOffset())
                .as("the report may be older than the clock")
                .isEqualTo(Duration.ofMillis(100));
        assertThat(guest.asked).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\n{", "\n\n{}", "\n$(reboot)\n[]", "\n\u001b[2J\n{\"format\":1,\"now\":1e300}"})
    void whatElseAGuestSaysIsNoMarkAndNoReport(String rest) {
        Clock clock = Clock.fixed(Instant.ofEpochSecond(SampleReport.NOW), ZoneOffset.UTC);
        PlayedGuest guest = new PlayedGuest();
        guest.says(GuestCommands.resumed(clock.instant()), SampleReport.NOW + ".0" + rest);
        ResumedGuest resumed = ResumedGuest.ask(guest, clock);
        assertThat(resumed.mark()).isEmpty();
        assertThat(resumed.report()).isEmpty();
    }

    @Test
    void aClockThatIsStillWrongIsSetAgainAndTheReportHolds() {
        Clock clock = Clock.fixed(Instant.ofEpochSecond(SampleReport.NOW), ZoneOffset.UTC);
        PlayedGuest guest = new PlayedGuest();
        guest.says(
                GuestCommands.resumed(clock.instant()), (SampleReport.NOW - 5) + ".0\n\n" + SampleReport.with() + "\n");
        guest.says(GuestCommands.setClock(clock.instant().plusSeconds(5)), SampleReport.NOW + ".0\n");
        ResumedGuest resumed = ResumedGuest.ask(guest, clock);
        assertThat(resumed.clockLeft()).isZero();
        assertThat(resumed.report().orElseThrow().clockOffset()).isZero();
        guest.says(GuestCommands.resumed(clock.instant()), "");
        assertThatThrownBy(() -> ResumedGuest.ask(guest, clock)).hasMessageContaining("does not tell");
    }

    @ParameterizedTest
    @CsvSource({"'', 150", "' 70.50 71.00', 400", "' 70.50', 150", "' 72 70', 150", "' 70 7e300', 150", "' x y', 150"})
    void whatAGuestDidAfterItToldItsTimeIsNoDelayOfItsClock(String uptimes, long left) {
        Instant[] now = {Instant.ofEpochSecond(SampleReport.NOW)};
        Clock clock = ((InstantSource) () -> now[0]).withZone(ZoneOffset.UTC);
        PlayedGuest guest = new PlayedGuest();
        guest.says(GuestCommands.resumed(now[0]), () -> {
            now[0] = now[0].plusMillis(700);
            return new ExecResult(0, SampleReport.NOW + ".5" + uptimes + "\n\n", "", false);
        });
        assertThat(ResumedGuest.ask(guest, clock).clockLeft()).isEqualTo(Duration.ofMillis(left));
    }

    /** The shell's part, with a mark and without. */
    @Test
    void theMarkIsALineOfItsOwn(@TempDir Path dir) throws Exception {
        Path mark = dir.resolve("mark");
        String command = GuestCommands.resumed(Instant.EPOCH)
                .replaceFirst("sudo .*? && date", "date")
                .replace("/var/lib/vivarium/snapshot-mark", mark.toString())
                .replace(GuestCommands.REPORT, "echo report");
        String times = "[0-9]+\\.[0-9]+ [0-9.]+ [0-9.]+";
        assertThat(shell(command)).matches(times + "\n\nreport\n");
        Files.writeString(mark, "abc\nrest");
        assertThat(shell(command)).matches(times + "\nabc\nreport\n");
    }

    private static String shell(String command) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", command)
                .redirectErrorStream(true)
                .start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).isZero();
        return said;
    }

    @Test
    void archivesQuotePathsForTheShell() throws Exception {
        String command = GuestCommands.archive(List.of("logs", "it's; touch x"));
        assertThat(command).contains(" 'logs' 'it'\\''s; touch x'");
        Process shell = new ProcessBuilder("sh", "-n", "-c", command)
                .redirectErrorStream(true)
                .start();
        assertThat(shell.waitFor()).isZero();
    }

    /** A guest that does everything after so long, and answers after as long again. */
    private static final class SlowGuest extends SilentSession {
        private final Duration way;
        private Instant now = Instant.parse("2026-05-05T05:05:05Z");
        private Duration late = Duration.ofSeconds(-303);

        final Clock ours = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };

        SlowGuest(Duration way) {
            this.way = way;
        }

        Instant time() {
            return now.plus(late);
        }

        @Override
        public ExecResult exec(String command, String input, Duration inactivity) {
            now = now.plus(way);
            Matcher set = SET.matcher(command);
            if (set.matches()) {
                Instant wanted = Instant.ofEpochSecond(Long.parseLong(set.group(1)), Long.parseLong(set.group(2)));
                late = Duration.between(now, wanted);
            } else {
                throw new AssertionError(command);
            }
            String out = String.format(Locale.ROOT, "%d.%09d%n", time().getEpochSecond(), time().getNano());
            now = now.plus(way);
            return new ExecResult(0, out, "", false);
        }
    }
}
