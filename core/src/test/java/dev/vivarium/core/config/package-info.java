/** Every key, every default, every refusal. */
@NullMarked
package dev.vivarium.core.config;

import org.jspecify.annotations.NullMarked;
