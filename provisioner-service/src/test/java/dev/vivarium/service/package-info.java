@NullMarked
package dev.vivarium.service;

import org.jspecify.annotations.NullMarked;
