/** The QMP client against a server that misbehaves on demand, and QEMU's tools. */
@NullMarked
package dev.vivarium.qemu.api;

import org.jspecify.annotations.NullMarked;
