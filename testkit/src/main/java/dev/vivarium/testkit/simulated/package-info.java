/**
 * A hypervisor without a hypervisor: {@link dev.vivarium.testkit.simulated.SimulatedServer} is the server, whose machines
 * outlive every connection; {@link dev.vivarium.testkit.simulated.SimulatedHypervisor} is one connection to it. It plays
 * weaker hypervisors when abilities are denied, and bad days when faults are put at its points. Uses the SPI, the faults
 * and the guest.
 */
@NullMarked
package dev.vivarium.testkit.simulated;

import org.jspecify.annotations.NullMarked;
