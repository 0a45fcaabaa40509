/** The provider as a whole, on a cluster that is played. */
@NullMarked
package dev.vivarium.proxmox;

import org.jspecify.annotations.NullMarked;
