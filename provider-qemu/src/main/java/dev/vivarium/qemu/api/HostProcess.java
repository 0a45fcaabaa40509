package dev.vivarium.qemu.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process as the kernel tells of it. What cannot be read, as the process is gone, is empty.
 *
 * @param pid its number
 */
public record HostProcess(long pid) {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");
    private static final Pattern ALLOWED = Pattern.compile("(?m)^Cpus_allowed_list:\\s+(\\S+)");

    /** Processor time of all its threads. */
    public Optional<Duration> cpuTime() {
        return ProcessHandle.of(pid).flatMap(p -> p.info().totalCpuDuration());
    }

    /** When it began. */
    public Optional<Instant> started() {
        return ProcessHandle.of(pid).flatMap(p -> p.info().startInstant());
    }

    /** Memory that it holds. */
    public Optional<Long> residentBytes() {
        return found(RESIDENT).map(kilobytes -> Long.parseLong(kilobytes) << 10);
    }

    /** The processors that it may use. */
    public List<Integer> processors() {
        List<Integer> processors = new ArrayList<>();
        for (String range : found(ALLOWED).orElse("0").split(",")) {
            String[] ends = range.split("-");
            for (int i = Integer.parseInt(ends[0]); i <= Integer.parseInt(ends[ends.length - 1]); i++) {
                processors.add(i);
            }
        }
        return processors;
    }

    /**
     * Lets all its threads use these processors and no others.
     *
     * @param processors numbers with commas between
     * @throws dev.vivarium.core.model.VivariumException as {@link QemuErrors} maps what {@code taskset} says
     */
    public void bind(String processors) {
        Tool.run(LIMIT, List.of("taskset", "-a", "-c", "-p", processors, Long.toString(pid)));
    }

    private Optional<String> found(Pattern pattern) {
        try {
            Matcher matcher = pattern.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
            return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
