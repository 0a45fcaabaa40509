package dev.vivarium.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One piece of work, done by us and by a raw tool.
 *
 * @param name for {@code --only} and the table
 * @param work what is done, with its size
 * @param ours our code
 * @param raw what it is compared with; empty if only our time is of interest, or the tool is missing
 * @param note what the reader must know beside the figures, such as how to get a missing tool; may be empty
 */
record Benchmark(String name, String work, Contender ours, Optional<Contender> raw, String note) {

    /** One side. @param what the call or command, for people */
    record Contender(String what, Preparation preparation) {}

    /** Readies one round; is not timed. */
    @FunctionalInterface
    interface Preparation {
        /** @param fresh an empty directory of this round's own; removed after it */
        Round in(Path fresh) throws IOException;
    }

    /** What is timed. */
    @FunctionalInterface
    interface Round {
        void run() throws IOException, InterruptedException;
    }
}
