/**
 * A small writer of ISO 9660 images with Rock Ridge (UTF-8 names, modes) and Joliet (UCS-2 names): streaming, and the same
 * bytes for the same input, so that a medium can be named by its digest. Knows nothing of what the files mean.
 */
@NullMarked
package dev.vivarium.cloudinit.iso;

import org.jspecify.annotations.NullMarked;
