/** Providers, hypervisors and their GPUs over HTTP. */
@NullMarked
package dev.vivarium.service.hypervisors;

import org.jspecify.annotations.NullMarked;
