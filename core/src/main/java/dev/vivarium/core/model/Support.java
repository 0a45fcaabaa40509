package dev.vivarium.core.model;

import java.util.Locale;

/** The answer to "can you do this here?". */
public sealed interface Support {

    /** It can. */
    record Yes() implements Support {}

    /**
     * It cannot.
     *
     * @param reason why, in words a person can act on
     */
    record No(String reason) implements Support {}

    /** It can. */
    static Support yes() {
        return new Yes();
    }

    /** It cannot, for this reason. */
    static Support no(String reason) {
        return new No(reason);
    }

    /** True if it can. */
    default boolean isYes() {
        return this instanceof Yes;
    }

    /**
     * Passes if it can.
     *
     * @throws VivariumException of kind UNSUPPORTED with the reason if it cannot
     */
    default void orThrow(Capability capability) {
        if (this instanceof No no) {
            throw new VivariumException(
                    Kind.UNSUPPORTED, "unsupported." + capability.name().toLowerCase(Locale.ROOT), no.reason());
        }
    }
}
