/** The commands as a user types them, against the simulated hypervisor and its fake guests. */
@NullMarked
package dev.vivarium.cli;

import org.jspecify.annotations.NullMarked;
