/** Who calls, and what they may do. */
@NullMarked
package dev.vivarium.proxmox.fake.access;

import org.jspecify.annotations.NullMarked;
