/**
 * The provider for clusters of Proxmox VE. The client in {@code api} knows how a server is spoken to; what is built over it
 * speaks only of machines, snapshots and storages.
 */
@NullMarked
package dev.vivarium.proxmox;

import org.jspecify.annotations.NullMarked;
