/** Two processes of ours on one home, with QEMU's machines: one is stopped or killed at a step, the other one goes on. */
@NullMarked
package dev.vivarium.qemu.processes;

import org.jspecify.annotations.NullMarked;
