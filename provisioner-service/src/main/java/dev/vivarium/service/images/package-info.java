/** Disk images over HTTP, and which addresses content may come from. */
@NullMarked
package dev.vivarium.service.images;

import org.jspecify.annotations.NullMarked;
