@NullMarked
package dev.vivarium.service.operations;

import org.jspecify.annotations.NullMarked;
