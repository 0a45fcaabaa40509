@NullMarked
package dev.vivarium.service.nodes;

import org.jspecify.annotations.NullMarked;
