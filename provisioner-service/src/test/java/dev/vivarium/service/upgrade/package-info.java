/**
 * Databases of earlier releases become those of this one. For each released schema a recorded database lies under {@code
 * schema/} of the test resources; {@link RecordSchema} makes them.
 */
@NullMarked
package dev.vivarium.service.upgrade;

import org.jspecify.annotations.NullMarked;
