package dev.vivarium.core.guest;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Notices when nothing has moved for too long. */
final class Inactivity {
    private final Patience patience;
    private final LongSupplier nanos;
    private long lastActivity;
    private long lastMove;

    Inactivity(Patience patience, LongSupplier nanos) {
        this.patience = patience;
        this.nanos = nanos;
        this.lastActivity = patience.activity().getAsLong();
        this.lastMove = nanos.getAsLong();
    }

    /** Something else than the watched number moved. */
    void moved() {
        lastMove = nanos.getAsLong();
    }

    /** True if nothing has moved for the limit. */
    boolean exceeded() {
        long activity = patience.activity().getAsLong();
        if (activity != lastActivity) {
            lastActivity = activity;
            moved();
        }
        return nanos.getAsLong() - lastMove >= patience.limit().toNanos();
    }

    Duration limit() {
        return patience.limit();
    }
}
