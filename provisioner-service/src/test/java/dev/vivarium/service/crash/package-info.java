/**
 * Proves that the service loses nothing: it is killed again and again while careful callers let it work, and then everything
 * is counted. {@link dev.vivarium.service.crash.CrashRun} is the whole; {@code it/crash} runs it by hand.
 */
@NullMarked
package dev.vivarium.service.crash;

import org.jspecify.annotations.NullMarked;
