/** Tests of whom we talk to. */
@NullMarked
package dev.vivarium.core.net;

import org.jspecify.annotations.NullMarked;
