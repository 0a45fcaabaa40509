/**
 * What must survive a crash: nodes, operations and what their steps remembered. {@link dev.vivarium.core.journal.Journal} is
 * the interface, {@link dev.vivarium.core.journal.FileJournal} keeps it in files for the embedded library. What is written is
 * an API: JSON with a version, read by all later releases. Uses the model and the SPI's keys.
 */
@NullMarked
package dev.vivarium.core.journal;

import org.jspecify.annotations.NullMarked;
