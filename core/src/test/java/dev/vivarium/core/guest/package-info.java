@NullMarked
package dev.vivarium.core.guest;

import org.jspecify.annotations.NullMarked;
