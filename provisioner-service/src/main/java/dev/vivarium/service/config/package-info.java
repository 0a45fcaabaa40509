/** The section {@code service} of {@code vivarium.yaml}, and every default of the service in one place. Read strictly. */
@NullMarked
package dev.vivarium.service.config;

import org.jspecify.annotations.NullMarked;
