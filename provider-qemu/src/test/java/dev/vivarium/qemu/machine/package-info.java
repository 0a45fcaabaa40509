/** What is decided about a machine, on hosts that are played. */
@NullMarked
package dev.vivarium.qemu.machine;

import org.jspecify.annotations.NullMarked;
