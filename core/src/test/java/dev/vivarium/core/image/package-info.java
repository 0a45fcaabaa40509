@NullMarked
package dev.vivarium.core.image;

import org.jspecify.annotations.NullMarked;
