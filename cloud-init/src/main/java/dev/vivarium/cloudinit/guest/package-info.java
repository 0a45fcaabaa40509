/**
 * The guest's own part: the script that mounts the media, proves and unpacks them, starts the services and reports.
 *
 * <p>{@link dev.vivarium.cloudinit.guest.GuestFiles} turns a {@link dev.vivarium.cloudinit.guest.GuestPlan} into files for the seed. The
 * scripts are POSIX sh and lie in the resources; their answers to the host are described in the module's README.
 */
@NullMarked
package dev.vivarium.cloudinit.guest;

import org.jspecify.annotations.NullMarked;
