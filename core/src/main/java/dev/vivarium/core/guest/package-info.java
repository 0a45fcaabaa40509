/**
 * What we do inside a running guest, always over SSH with the node's host key pinned: commands, HTTP to its ports, its
 * own report, its clock, and the checks that decide whether a node is READY.
 *
 * <p>Everything that a guest says is hostile until checked: it is read with limits, and shown only after {@link
 * dev.vivarium.core.guest.Printable}. All commands that are ever sent are in {@code GuestCommands}. Uses the model, the
 * keys and {@link dev.vivarium.core.spi.Work}; knows no hypervisor.
 */
@NullMarked
package dev.vivarium.core.guest;

import org.jspecify.annotations.NullMarked;
