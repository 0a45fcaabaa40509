/** Tests of sessions and policies: on nodes of paper whose work takes as long as the test says, and on real ones. */
@NullMarked
package dev.vivarium.service.policies;

import org.jspecify.annotations.NullMarked;
