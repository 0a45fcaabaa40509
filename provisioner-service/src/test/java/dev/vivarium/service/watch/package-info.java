/** What the watch notices, and what it does about it. */
@NullMarked
package dev.vivarium.service.watch;

import org.jspecify.annotations.NullMarked;
