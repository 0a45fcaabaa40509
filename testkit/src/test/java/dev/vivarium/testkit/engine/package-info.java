/** The engine on the simulated hypervisor with its fake guests: whole operations, their failures, and a crash at every write. */
@NullMarked
package dev.vivarium.testkit.engine;

import org.jspecify.annotations.NullMarked;
