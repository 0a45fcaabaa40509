/** The GPUs of a cluster: which there are, which can be used, and which a machine gets. Knows the client, not the machines. */
@NullMarked
package dev.vivarium.proxmox.gpu;

import org.jspecify.annotations.NullMarked;
