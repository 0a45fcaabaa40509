/**
 * Machines that come back after the host's restart: one systemd unit a node. What is in the unit is pure text; only {@link
 * dev.vivarium.cli.autostart.Autostart} touches files and calls systemctl.
 */
@NullMarked
package dev.vivarium.cli.autostart;

import org.jspecify.annotations.NullMarked;
