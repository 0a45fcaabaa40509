/** Machines on a cluster of Proxmox VE: where they go, how they are made, marked, found, switched and removed. */
@NullMarked
package dev.vivarium.proxmox.machine;

import org.jspecify.annotations.NullMarked;
