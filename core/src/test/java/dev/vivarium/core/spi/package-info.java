@NullMarked
package dev.vivarium.core.spi;

import org.jspecify.annotations.NullMarked;
