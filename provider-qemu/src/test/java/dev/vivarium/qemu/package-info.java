/** The provider against real QEMU processes, with a guest of 300 bytes; and the contract of the testkit. */
@NullMarked
package dev.vivarium.qemu;

import org.jspecify.annotations.NullMarked;
