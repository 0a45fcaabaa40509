package dev.vivarium.qemu;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.qemu.api.Calls;
import dev.vivarium.testkit.contract.Trouble;
import dev.vivarium.testkit.faults.Crash;
import java.util.function.Supplier;

/**
 * Trouble at one point of what passes between the provider and QEMU: each call has a point before it and one after. A hang ends
 * as it does by itself when nothing moves.
 */
final class TroubledCalls implements Calls {
    private final Trouble trouble;
    private int left;

    TroubledCalls(Trouble trouble, int point) {
        this.trouble = trouble;
        this.left = point;
    }

    synchronized boolean struck() {
        return left < 0;
    }

    private synchronized boolean strikes() {
        return left >= 0 && left-- == 0;
    }

    @Override
    public <T> T make(String name, Supplier<T> call) {
        if (strikes()) {
            strike(name, "before");
        }
        T answer = call.get();
        if (strikes()) {
            strike(name, "after");
        }
        return answer;
    }

    private void strike(String name, String when) {
        switch (trouble) {
            case DIES -> throw new Crash(when + " " + name);
            case FAILS ->
                throw new VivariumException(Kind.UNAVAILABLE, "qmp.gone", "QEMU went away " + when + " '" + name + "'");
            case HANGS ->
                throw new VivariumException(Kind.TIMEOUT, "qemu.silent", "nothing moved " + when + " '" + name + "'");
            case STALE -> throw new IllegalStateException("nothing here can be stale");
        }
    }
}
