/** A checked request, and which call answers it. */
@NullMarked
package dev.vivarium.proxmox.fake.api;

import org.jspecify.annotations.NullMarked;
