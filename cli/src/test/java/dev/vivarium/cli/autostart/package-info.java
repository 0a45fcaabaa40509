/** Units: their text, and the commands that write and remove them. */
@NullMarked
package dev.vivarium.cli.autostart;

import org.jspecify.annotations.NullMarked;
