/**
 * The seed: the documents by which cloud-init turns a stock image into one node, as typed values, and the NoCloud medium that
 * carries them. Uses {@code yaml} and {@code iso}.
 */
@NullMarked
package dev.vivarium.cloudinit.seed;

import org.jspecify.annotations.NullMarked;
