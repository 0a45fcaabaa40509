/** The client against servers that answer as the test says, byte by byte. */
@NullMarked
package dev.vivarium.proxmox.api;

import org.jspecify.annotations.NullMarked;
