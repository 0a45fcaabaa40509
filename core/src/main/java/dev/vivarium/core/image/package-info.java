/**
 * Disk images on this host: found, fetched, checked and kept by their digest, so that what a node's disk starts from never
 * changes under it. Uses the model, {@link dev.vivarium.core.spi.Work} and the JDK's HTTP client; knows no hypervisor.
 */
@NullMarked
package dev.vivarium.core.image;

import org.jspecify.annotations.NullMarked;
