@NullMarked
package dev.vivarium.service.http;

import org.jspecify.annotations.NullMarked;
