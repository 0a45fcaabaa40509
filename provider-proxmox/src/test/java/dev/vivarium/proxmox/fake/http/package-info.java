/** HTTP as PVE's own daemon speaks it: the message in the status line, bodies that may be empty, uploads streamed to disk. */
@NullMarked
package dev.vivarium.proxmox.fake.http;

import org.jspecify.annotations.NullMarked;
