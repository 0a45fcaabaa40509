/** GPUs in trees that are made by hand, as the kernel's documentation of sysfs describes them. */
@NullMarked
package dev.vivarium.qemu.gpu;

import org.jspecify.annotations.NullMarked;
