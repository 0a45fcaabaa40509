/**
 * How we talk to QEMU: its machine protocol (QMP) over a Unix socket, its jobs, its image tool. The only place that reads
 * error texts ({@link dev.vivarium.qemu.api.QemuErrors}). Knows nothing of machines or snapshots; uses core's model.
 */
@NullMarked
package dev.vivarium.qemu.api;

import org.jspecify.annotations.NullMarked;
