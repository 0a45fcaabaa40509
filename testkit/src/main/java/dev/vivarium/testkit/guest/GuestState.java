package dev.vivarium.testkit.guest;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What a simulated guest holds: files on its disk, values in its memory, and a clock which runs with the guest and so
 * stays behind after a rollback. Safe for threads.
 */
public final class GuestState {
    private final Clock clock;
    private final Map<String, String> files = new HashMap<>();
    private final Map<String, String> memory = new HashMap<>();
    private final StringBuilder console = new StringBuilder();
    private final Set<Misbehaviour> misbehaviours = EnumSet.noneOf(Misbehaviour.class);
    private List<String> drives = List.of();
    private Optional<Boot> boot = Optional.empty();

    /** One life of the guest, from power on to power off. */
    private record Boot(String id, Instant at, Duration missed, Duration late) {}

    /**
     * What a snapshot holds of a guest.
     *
     * @param files the disk
     * @param memory empty for a snapshot of the disk alone
     */
    public record Image(Map<String, String> files, Optional<Memory> memory) {
        public Image {
            files = Map.copyOf(files);
        }
    }

    /**
     * The memory at one moment.
     *
     * @param bootId of which boot
     * @param bootedAt when that was
     * @param missed how much time since then the guest did not live through
     * @param late how much its clock was behind
     * @param at the moment
     */
    public record Memory(
            Map<String, String> values, String bootId, Instant bootedAt, Duration missed, Duration late, Instant at) {
        public Memory {
            values = Map.copyOf(values);
        }
    }

    /** A guest with an empty disk, switched off. */
    public GuestState(Clock clock) {
        this.clock = clock;
    }

    /** Power on: a new boot id, an empty memory, the clock taken from the hardware. */
    public synchronized void boot() {
        memory.clear();
        print("simulated guest: power on");
        boot = Optional.of(new Boot(UUID.randomUUID().toString(), clock.instant(), Duration.ZERO, Duration.ZERO));
    }

    /** Power off: the memory is lost. */
    public synchronized void powerOff() {
        memory.clear();
        boot = Optional.empty();
    }

    /** The id of this boot; empty while the guest is off. */
    public synchronized Optional<String> bootId() {
        return boot.map(Boot::id);
    }

    /** How long the guest runs, as the guest sees it: the time between a snapshot and its rollback does not count. */
    public synchronized Duration uptime() {
        return boot.map(b -> Duration.between(b.at(), clock.instant()).minus(b.missed()))
                .orElse(Duration.ZERO);
    }

    /** What the guest believes the time to be. */
    public synchronized Instant now() {
        return clock.instant().minus(boot.map(Boot::late).orElse(Duration.ZERO));
    }

    /** Somebody sets the guest's clock. */
    public synchronized void setClock(Instant time) {
        Duration late = Duration.between(time, clock.instant());
        boot = boot.map(b -> new Boot(b.id(), b.at(), b.missed(), late));
    }

    /** A file on the disk. */
    public synchronized Optional<String> file(String path) {
        return Optional.ofNullable(files.get(path));
    }

    /** The files whose paths begin with this, by path. */
    public synchronized Map<String, String> filesBelow(String prefix) {
        Map<String, String> found = new TreeMap<>(files);
        found.keySet().removeIf(path -> !path.startsWith(prefix));
        return found;
    }

    /** Writes a file on the disk. */
    public synchronized void file(String path, String content) {
        files.put(path, content);
    }

    /** Removes a file from the disk; gone already is success. */
    public synchronized void remove(String path) {
        files.remove(path);
    }

    /** The labels of the media in the drives. */
    public synchronized List<String> drives() {
        return drives;
    }

    /** Somebody puts media with these labels into the drives. */
    public synchronized void drives(List<String> labels) {
        drives = List.copyOf(labels);
    }

    /** A value in the memory. */
    public synchronized Optional<String> memory(String name) {
        return Optional.ofNullable(memory.get(name));
    }

    /** Puts a value into the memory. */
    public synchronized void memory(String name, String value) {
        memory.put(name, value);
    }

    /** From now on this is wrong with it. No snapshot holds that. */
    public synchronized void misbehave(Misbehaviour... wrong) {
        misbehaviours.addAll(List.of(wrong));
    }

    /** From now on nothing is wrong with it. */
    public synchronized void behave() {
        misbehaviours.clear();
    }

    /** Whether this is wrong with it. */
    public synchronized boolean misbehaves(Misbehaviour wrong) {
        return misbehaviours.contains(wrong);
    }

    /** The guest writes a line to its serial console. */
    public synchronized void print(String line) {
        console.append(line).append('\n');
    }

    /** All that the guest wrote to its serial console; a rollback takes nothing of it back. */
    public synchronized String console() {
        return console.toString();
    }

    /** What a snapshot holds now. */
    public synchronized Image capture(boolean withMemory) {
        return new Image(
                files,
                boot.filter(b -> withMemory)
                        .map(b -> new Memory(memory, b.id(), b.at(), b.missed(), b.late(), clock.instant())));
    }

    /** Makes the guest what it was: running where the image holds memory, off where not. */
    public synchronized void restore(Image image) {
        files.clear();
        files.putAll(image.files());
        memory.clear();
        boot = image.memory().map(m -> {
            memory.putAll(m.values());
            Duration age = Duration.between(m.at(), clock.instant());
            return new Boot(
                    m.bootId(), m.bootedAt(), m.missed().plus(age), m.late().plus(age));
        });
    }
}
