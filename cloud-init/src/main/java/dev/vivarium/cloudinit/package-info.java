/**
 * What goes into a guest: seed documents, the NoCloud medium, the bundle and the guest's own scripts.
 *
 * <p>This package holds the few values that all of it shares. Nothing in this module knows a hypervisor or the engine.
 */
@NullMarked
package dev.vivarium.cloudinit;

import org.jspecify.annotations.NullMarked;
