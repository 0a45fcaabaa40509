/** The provisioner service: Vivarium over REST, with a durable store, schedules and tokens. Here everything is wired by hand. */
@NullMarked
package dev.vivarium.service;

import org.jspecify.annotations.NullMarked;
