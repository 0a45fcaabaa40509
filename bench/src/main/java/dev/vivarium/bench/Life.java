package dev.vivarium.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One way to give a node a whole life: made until READY, saved and brought back some times, removed. */
interface Life {

    /** What is timed. */
    enum Phase {
        CREATE("from nothing to READY; image and medium are there"),
        OWN("our own part of it: all but waiting for the guest"),
        SNAPSHOT("a live snapshot: mark the guest, save, set its clock"),
        SAVE("the saving alone, against QMP's snapshot-save and its job"),
        ROLLBACK("rollback until verified: keep logs, load, set the clock, see mark, services, health and probes"),
        LOAD("the loading alone, against QMP's snapshot-load and its job"),
        DESTROY("the machine and all its files");

        private final String work;

        Phase(String work) {
            this.work = work;
        }

        String work() {
            return work;
        }
    }

    /** For people: the calls or the script. */
    String what();

    /** Lives once, in this empty directory. */
    Times live(Path fresh) throws IOException, InterruptedException;

    /** The seconds that each phase took, once or more often. */
    record Times(Map<Phase, List<Double>> seconds) {
        /** The middle of what a phase took; some lives do not have all phases. */
        Map<Phase, Double> medians() {
            Map<Phase, Double> medians = new EnumMap<>(Phase.class);
            seconds.forEach((phase, all) -> medians.put(phase, Spread.of(all).median()));
            return medians;
        }
    }
}
