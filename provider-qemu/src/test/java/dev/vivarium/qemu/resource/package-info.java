/** Limits and usage on this host. */
@NullMarked
package dev.vivarium.qemu.resource;

import org.jspecify.annotations.NullMarked;
