/**
 * One machine: its directory and what is written there, its lock, its command line, its process, its drives; and what the
 * host has for it. Uses {@code qemu.api}, and core's model and durable files.
 */
@NullMarked
package dev.vivarium.qemu.machine;

import org.jspecify.annotations.NullMarked;
