package dev.vivarium.testkit.simulated;

import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.testkit.contract.Rule;
import java.util.function.Function;

/**
 * A hypervisor that is wrong in one way, and the rule that has to notice.
 *
 * @param mistake what is wrong
 */
record Mutant(String mistake, Rule noticedBy, Function<SimulatedHypervisor, Hypervisor> make) {
    @Override
    public String toString() {
        return noticedBy + ": " + mistake;
    }
}
