/** A typed client of the provisioner service; knows its REST interface and nothing of the library behind it. */
@NullMarked
package dev.vivarium.client;

import org.jspecify.annotations.NullMarked;
