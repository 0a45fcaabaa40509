/**
 * {@code demo}: the whole promise in one run, each claim checked. Talks to the demo's bundle by its HTTP interface.
 */
@NullMarked
package dev.vivarium.cli.demo;

import org.jspecify.annotations.NullMarked;
