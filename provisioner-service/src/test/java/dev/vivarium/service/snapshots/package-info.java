@NullMarked
package dev.vivarium.service.snapshots;

import org.jspecify.annotations.NullMarked;
