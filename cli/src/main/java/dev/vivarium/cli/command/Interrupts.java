package dev.vivarium.cli.command;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/** Ctrl-C. */
@FunctionalInterface
public interface Interrupts {

    /** Calls this at each Ctrl-C until the answer is closed. */
    Registration onInterrupt(Runnable action);

    /** Ends the watching. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Those of this process. A shutdown hook would hear only the first, and too late to decide anything; the JDK has no
     * other supported way than this one.
     */
    static Interrupts ofThisProcess() {
        return action -> {
            Signal interrupt = new Signal("INT");
            SignalHandler before = Signal.handle(interrupt, signal -> action.run());
            return () -> Signal.handle(interrupt, before);
        };
    }
}
