package dev.vivarium.testkit.guest;

import dev.vivarium.testkit.guest.GuestCommand.Exchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands that fake guests know, by the form of their command line; the newest that fits wins. Safe for threads. */
public final class GuestCommands {
    /** What the guests' processors can do. */
    public static final Set<String> CPU_FEATURES = Set.of("fpu", "sse2", "sse4_2", "avx2");

    private static final int HUGE = 8 << 20;

    private record Known(Pattern form, GuestCommand command) {}

    private final List<Known> known = new CopyOnWriteArrayList<>();
    private final List<String> seen = new CopyOnWriteArrayList<>();

    GuestCommands() {
        IncomingMedia.register(this);
        on("true", (state, io) -> 0);
        on("(?:sudo -n )?(?:/usr/local/bin/)?vivarium-node report( [0-9]+)?", GuestCommands::report);
        on("grep -m 1 -E '\\^\\(flags\\|Features\\)' /proc/cpuinfo", (state, io) -> {
            io.print("flags\t\t: " + String.join(" ", CPU_FEATURES) + "\n");
            return 0;
        });
        on("cat /proc/sys/kernel/random/boot_id", (state, io) -> {
            io.print(state.bootId().orElse("") + "\n");
            return 0;
        });
        on("cat '?([^' ]+)'?( 2>/dev/null \\|\\| true)?", GuestCommands::cat);
        on(
                "date(?: -u)? '?\\+%s'?",
                (state, io) -> {
                    io.print(state.now().getEpochSecond() + "\n");
                    return 0;
                });
        on("date \\+%s\\.%N", GuestCommands::date);
        on(
                "sudo (?:-n )?date -u -s @([0-9]+)(?:\\.([0-9]{9}))?(?: >/dev/null && date \\+%s\\.%N)?",
                GuestCommands::setClock);
        on(
                "\\{ sudo -n date -u -s @([0-9]+)\\.([0-9]{9}) .*/usr/local/bin/vivarium-node report\\);.*read -r m <([^ ;]+);.*",
                (state, io) -> {
                    setClock(state, io);
                    io.print(state.file(io.line().group(3)).orElse("").strip() + "\n");
                    return report(state, io);
                });
        on("sudo -n sh -c 'echo ([^ |]+) >([^ ]+) && sync [^ ]+'", (state, io) -> {
            state.file(io.line().group(2), io.line().group(1) + "\n");
            return 0;
        });
        on("sudo (?:-n )?tar -C ([^ ]+) -czf - -- (.*?)(?:; \\[ \\$\\? -le 1 \\])?", (state, io) -> {
            GuestArchive.write(state, io.line().group(1), io.line().group(2), io.out());
            return 0;
        });
        NodeProgram.register(this);
    }

    /** Command lines of this form, which is matched as a whole, do this. */
    public GuestCommands on(String form, GuestCommand command) {
        known.add(0, new Known(Pattern.compile(form, Pattern.DOTALL), command));
        return this;
    }

    /** Every command line that was run, in order. */
    public List<String> seen() {
        return List.copyOf(seen);
    }

    int run(GuestState state, String line, InputStream in, OutputStream out, OutputStream err, Runnable hangUp)
            throws IOException, InterruptedException {
        seen.add(line);
        for (Known one : known) {
            Matcher matcher = one.form().matcher(line);
            if (matcher.matches()) {
                return one.command().run(state, new Exchange(matcher.toMatchResult(), in, out, err, hangUp));
            }
        }
        err.write(("sh: the fake guest does not know: " + line + "\n").getBytes(StandardCharsets.UTF_8));
        return 127;
    }

    private static int setClock(GuestState state, Exchange io) throws IOException {
        String nanos = io.line().group(2);
        state.setClock(
                Instant.ofEpochSecond(Long.parseLong(io.line().group(1)), nanos == null ? 0 : Long.parseLong(nanos)));
        return date(state, io);
    }

    private static int date(GuestState state, Exchange io) throws IOException {
        Instant now = state.now();
        io.print(now.getEpochSecond() + "." + "%09d".formatted(now.getNano()) + "\n");
        return 0;
    }

    private static int cat(GuestState state, Exchange io) throws IOException {
        String path = io.line().group(1);
        boolean mayFail = io.line().group(2) != null;
        Optional<String> content = state.file(path);
        if (content.isEmpty() && !mayFail) {
            io.err().write(("cat: " + path + ": No such file or directory\n").getBytes(StandardCharsets.UTF_8));
            return 1;
        }
        io.print(content.orElse(""));
        return 0;
    }

    private static int report(GuestState state, Exchange io) throws IOException, InterruptedException {
        if (state.misbehaves(Misbehaviour.REPORT_SILENT)) {
            new CountDownLatch(1).await();
        }
        byte[] block = "все работы хороши ".repeat(1000).getBytes(StandardCharsets.UTF_8);
        while (state.misbehaves(Misbehaviour.REPORT_ENDLESS)
                && !Thread.currentThread().isInterrupted()) {
            io.out().write(block);
            io.out().flush();
        }
        if (state.misbehaves(Misbehaviour.REPORT_BINARY)) {
            for (int i = 0; i < 4096; i++) {
                io.out().write(i * 37);
            }
            return 0;
        }
        if (state.misbehaves(Misbehaviour.REPORT_HUGE)) {
            io.print("{\"format\":1,\"padding\":\"" + "x".repeat(HUGE) + "\"}\n");
            return 0;
        }
        io.print(new NodeReport(state).json());
        return 0;
    }
}
