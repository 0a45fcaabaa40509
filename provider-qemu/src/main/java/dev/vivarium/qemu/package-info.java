/**
 * The provider for a QEMU on this computer: what {@link java.util.ServiceLoader} finds, and the hypervisor as the SPI wants it.
 * The work is done in {@code machine}, {@code snapshot}, {@code resource} and {@code gpu}, over {@code api}.
 */
@NullMarked
package dev.vivarium.qemu;

import org.jspecify.annotations.NullMarked;
