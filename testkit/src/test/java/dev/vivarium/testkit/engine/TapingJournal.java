package dev.vivarium.testkit.engine;

import dev.vivarium.core.journal.Journal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes down what each write changes in the journal's files. */
final class TapingJournal extends WritesAround {
    private final Path directory;
    private final Path site;
    private final List<Tape.Frame> frames = new ArrayList<>();
    private Map<String, String> last;

    TapingJournal(Journal journal, Path directory, Path site) {
        super(journal);
        this.directory = directory;
        this.site = site;
        this.last = Tape.files(directory, site);
        frames.add(Tape.change("before", Map.of(), last));
    }

    @Override
    synchronized void write(Write write) {
        write.run();
        Map<String, String> now = Tape.files(directory, site);
        frames.add(Tape.change(Tape.mark(write.entry()), last, now));
        last = now;
    }

    synchronized Tape tape() {
        return new Tape(List.copyOf(frames));
    }
}
