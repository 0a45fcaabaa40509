/**
 * {@code vivarium.yaml}: read strictly, checked against what each provider knows, with every default in one place. Uses the
 * model, the SPI's settings schema and cloud-init's YAML reader.
 */
@NullMarked
package dev.vivarium.core.config;

import org.jspecify.annotations.NullMarked;
