/** Nodes over HTTP: their wire form, and what can be asked of them. */
@NullMarked
package dev.vivarium.service.nodes;

import org.jspecify.annotations.NullMarked;
