@NullMarked
package dev.vivarium.service.bundles;

import org.jspecify.annotations.NullMarked;
