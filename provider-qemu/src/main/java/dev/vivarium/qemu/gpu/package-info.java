/**
 * The GPUs of this computer, and what stands in the way of passing one through: read from what the kernel shows in sysfs and
 * procfs below a root that tests make by hand. Changes nothing on the host. Uses the model only.
 */
@NullMarked
package dev.vivarium.qemu.gpu;

import org.jspecify.annotations.NullMarked;
