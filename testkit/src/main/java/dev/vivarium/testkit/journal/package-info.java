/** What every {@link dev.vivarium.core.journal.Journal} promises, as tests that each implementation runs. */
@NullMarked
package dev.vivarium.testkit.journal;

import org.jspecify.annotations.NullMarked;
