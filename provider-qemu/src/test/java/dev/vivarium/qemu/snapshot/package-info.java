/** The book of snapshots, and snapshots of machines that truly run. */
@NullMarked
package dev.vivarium.qemu.snapshot;

import org.jspecify.annotations.NullMarked;
