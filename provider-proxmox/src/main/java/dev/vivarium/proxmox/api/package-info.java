/**
 * A client of Proxmox VE's REST interface, usable on its own: {@link dev.vivarium.proxmox.api.Pve} and the calls it leads to.
 * The only place that knows the wire (loose types, form parameters, status lines) and the only one that reads error texts
 * ({@link dev.vivarium.proxmox.api.PveErrors}). Uses core's errors and {@code Work}, and nothing of the provider.
 */
@NullMarked
package dev.vivarium.proxmox.api;

import org.jspecify.annotations.NullMarked;
