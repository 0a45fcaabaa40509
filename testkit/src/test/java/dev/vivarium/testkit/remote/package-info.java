/** The simulated hypervisor over the wire keeps the contract, and outlives those who use it. */
@NullMarked
package dev.vivarium.testkit.remote;

import org.jspecify.annotations.NullMarked;
