/**
 * The other side of {@code dev.vivarium.cli.nodes}: nodes that a service keeps, by its client. And which service that is: options,
 * contexts, tokens.
 */
@NullMarked
package dev.vivarium.cli.service;

import org.jspecify.annotations.NullMarked;
