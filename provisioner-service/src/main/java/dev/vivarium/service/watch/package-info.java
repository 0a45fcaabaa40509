/**
 * Looks after what is there, without being asked: whether hypervisors answer, what others did to machines and snapshots, what
 * became of guests, and which machines of ours no node accounts for. What is seen becomes records and events; nothing is
 * repaired or removed by itself. One instance at a time looks at a hypervisor.
 */
@NullMarked
package dev.vivarium.service.watch;

import org.jspecify.annotations.NullMarked;
