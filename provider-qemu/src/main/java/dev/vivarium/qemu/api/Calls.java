package dev.vivarium.qemu.api;

import java.util.function.Supplier;

/** What every call to QEMU and its programs goes through: the place where a test puts trouble. */
public interface Calls {
    /** Nothing stands between. */
    Calls DIRECT = new Calls() {
        @Override
        public <T> T make(String name, Supplier<T> call) {
            return call.get();
        }
    };

    /**
     * Makes the call.
     *
     * @param name a QMP command, or a program with its first argument
     */
    <T> T make(String name, Supplier<T> call);
}
