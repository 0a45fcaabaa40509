@NullMarked
package dev.vivarium.service.config;

import org.jspecify.annotations.NullMarked;
