/** Tests of sessions and policies over HTTP. */
@NullMarked
package dev.vivarium.service.sessions;

import org.jspecify.annotations.NullMarked;
