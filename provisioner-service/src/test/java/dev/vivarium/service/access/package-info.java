@NullMarked
package dev.vivarium.service.access;

import org.jspecify.annotations.NullMarked;
