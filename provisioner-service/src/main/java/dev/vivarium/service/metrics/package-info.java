/** What the service says of itself: whether it lives and is ready, its figures, its contract and the pages that show it. */
@NullMarked
package dev.vivarium.service.metrics;

import org.jspecify.annotations.NullMarked;
