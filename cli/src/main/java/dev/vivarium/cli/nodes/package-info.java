/**
 * What commands need of nodes, whoever keeps them: the library in this process, or a service. No command asks which one it is. Uses
 * core; the other side is in {@code dev.vivarium.cli.service}.
 */
@NullMarked
package dev.vivarium.cli.nodes;

import org.jspecify.annotations.NullMarked;
