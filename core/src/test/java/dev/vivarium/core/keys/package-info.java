@NullMarked
package dev.vivarium.core.keys;

import org.jspecify.annotations.NullMarked;
