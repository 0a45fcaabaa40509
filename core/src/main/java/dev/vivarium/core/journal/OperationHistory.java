package dev.vivarium.core.journal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.core.spi.Key;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the entries of one operation add up to. Not for use by several threads at once. */
public final class OperationHistory {
    private final OperationRecord record;
    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> started = new HashSet<>();
    private final Set<String> finished = new HashSet<>();
    private final Set<String> undone = new HashSet<>();
    private final Map<String, JsonNode> values = new HashMap<>();
    private Entry.@Nullable Failed failure;
    private Entry.@Nullable Ended end;

    /** An operation that was accepted and has these entries so far. */
    public OperationHistory(OperationRecord record, List<Entry> entries) {
        this.record = record;
        entries.forEach(this::add);
    }

    /** Takes one more entry in. */
    public void add(Entry entry) {
        entries.add(entry);
        if (entry instanceof Entry.StepStarted e) {
            started.add(e.step());
        } else if (entry instanceof Entry.StepFinished e) {
            finished.add(e.step());
        } else if (entry instanceof Entry.StepUndone e) {
            undone.add(e.step());
        } else if (entry instanceof Entry.Remembered e) {
            values.put(place(e.step(), e.key()), e.value());
        } else if (entry instanceof Entry.Failed e) {
            failure = e;
        } else if (entry instanceof Entry.Ended e) {
            end = e;
        }
    }

    /** The first line. */
    public OperationRecord record() {
        return record;
    }

    /** All entries, in order. */
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** True if the step ever began. */
    public boolean isStarted(String step) {
        return started.contains(step);
    }

    /** True if the step must not run again. */
    public boolean isFinished(String step) {
        return finished.contains(step);
    }

    /** True if the step's effect was undone. */
    public boolean isUndone(String step) {
        return undone.contains(step);
    }

    /** What was remembered under this key; the step is empty for the operation's own values. */
    public <T> Optional<T> recall(String step, Key<T> key) {
        return Optional.ofNullable(values.get(place(step, key.name()))).map(v -> Json.read(v, key.type()));
    }

    /** Why it failed, if it did. */
    public Optional<Entry.Failed> failure() {
        return Optional.ofNullable(failure);
    }

    /** How it ended, if it did. */
    public Optional<Entry.Ended> end() {
        return Optional.ofNullable(end);
    }

    private static String place(String step, String key) {
        return step + '\n' + key;
    }
}
