@NullMarked
package dev.vivarium.service.hypervisors;

import org.jspecify.annotations.NullMarked;
