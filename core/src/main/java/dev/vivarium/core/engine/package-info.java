/**
 * Operations: one file a recipe ({@link dev.vivarium.core.engine.CreateNode}, {@link dev.vivarium.core.engine.SnapshotNode} …),
 * an ordered list of named steps with what undoes them; {@link dev.vivarium.core.engine.OperationRunner} runs the list against
 * the journal, {@link dev.vivarium.core.engine.Operations} sees to it that a node has one operation at a time. Uses the model,
 * the SPI, the journal, images, keys and guest access; knows no hypervisor.
 */
@NullMarked
package dev.vivarium.core.engine;

import org.jspecify.annotations.NullMarked;
