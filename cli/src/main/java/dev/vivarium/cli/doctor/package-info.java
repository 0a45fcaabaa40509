/**
 * What this machine can do, what is missing, and the command that mends it. Asks the hypervisors through the SPI and the
 * system through {@link dev.vivarium.cli.doctor.SystemFacts}; changes nothing.
 */
@NullMarked
package dev.vivarium.cli.doctor;

import org.jspecify.annotations.NullMarked;
