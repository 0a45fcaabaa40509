/**
 * Snapshots: what is remembered of them beside the disk, and taking, rolling back and removing those with memory and those
 * without. Uses {@code machine} and {@code api}.
 */
@NullMarked
package dev.vivarium.qemu.snapshot;

import org.jspecify.annotations.NullMarked;
