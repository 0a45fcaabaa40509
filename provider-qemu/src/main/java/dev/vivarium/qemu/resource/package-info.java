/**
 * What a machine takes of its host and how much of it it may take: limits on processors and memory, and usage. Uses {@code
 * machine} and {@code api}.
 */
@NullMarked
package dev.vivarium.qemu.resource;

import org.jspecify.annotations.NullMarked;
