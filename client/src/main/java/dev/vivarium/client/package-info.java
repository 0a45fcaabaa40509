/**
 * A typed client of the provisioner service; knows its REST interface and nothing of the library behind it. Enter by {@link
 * dev.vivarium.client.VivariumClient}; uses the JDK's HTTP client and Jackson only.
 */
@NullMarked
package dev.vivarium.client;

import org.jspecify.annotations.NullMarked;
