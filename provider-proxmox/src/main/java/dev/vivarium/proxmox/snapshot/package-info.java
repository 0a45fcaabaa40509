/** Snapshots of machines on Proxmox VE. */
@NullMarked
package dev.vivarium.proxmox.snapshot;

import org.jspecify.annotations.NullMarked;
