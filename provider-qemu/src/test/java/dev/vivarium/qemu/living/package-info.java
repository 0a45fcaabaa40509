/**
 * One real guest, booted once and rolled back between tests: the whole promise, and processes killed in the middle of it.
 */
@NullMarked
package dev.vivarium.qemu.living;

import org.jspecify.annotations.NullMarked;
