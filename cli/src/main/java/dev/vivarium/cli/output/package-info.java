/**
 * What people and programs see: tables, progress, errors, JSON documents. Everything that comes from a guest or a hypervisor
 * passes {@link dev.vivarium.core.guest.Printable} before it is shown. Uses the model and the engine's progress only.
 */
@NullMarked
package dev.vivarium.cli.output;

import org.jspecify.annotations.NullMarked;
