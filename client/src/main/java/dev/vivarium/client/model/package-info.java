/**
 * What goes over the wire: one record a schema of the service's {@code openapi.yaml}, and nothing else. Of what an answer has and
 * a record has not, nothing is read, so that a newer service can be talked to. Lists and maps that are absent are empty.
 */
@NullMarked
package dev.vivarium.client.model;

import org.jspecify.annotations.NullMarked;
