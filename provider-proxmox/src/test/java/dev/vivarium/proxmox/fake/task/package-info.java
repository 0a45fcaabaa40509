/** Tasks: they have a UPID, take time, write a log and end with a status. */
@NullMarked
package dev.vivarium.proxmox.fake.task;

import org.jspecify.annotations.NullMarked;
