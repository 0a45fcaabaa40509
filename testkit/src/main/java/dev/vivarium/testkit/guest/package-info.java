/**
 * A node without a machine: {@link dev.vivarium.testkit.guest.GuestState} is what such a guest has on its disk and in its
 * memory, which snapshots capture and rollbacks restore. Uses the SPI's words only.
 */
@NullMarked
package dev.vivarium.testkit.guest;

import org.jspecify.annotations.NullMarked;
