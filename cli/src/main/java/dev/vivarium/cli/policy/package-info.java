/** {@code policy}: schedules of sessions and snapshots, which a service carries out. */
@NullMarked
package dev.vivarium.cli.policy;

import org.jspecify.annotations.NullMarked;
