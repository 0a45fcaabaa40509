/**
 * What a provider implements, on one screen: {@link dev.vivarium.core.spi.HypervisorProvider},
 * {@link dev.vivarium.core.spi.Hypervisor} and one small interface for each optional ability. Uses the model only.
 */
@NullMarked
package dev.vivarium.core.spi;

import org.jspecify.annotations.NullMarked;
