package dev.vivarium.core.spi;

import dev.vivarium.core.model.Machine;

/** What a guest writes to its serial console. */
public interface Console {

    /** The last {@code maxBytes} bytes as text; raw, as the guest wrote them: show it only after taking out control codes. */
    String tail(Machine machine, int maxBytes);

    /** How many bytes were written since the machine was made; grows while the guest says something. */
    long size(Machine machine);
}
