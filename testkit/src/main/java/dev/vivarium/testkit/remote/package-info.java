/**
 * The simulated hypervisor as a process of its own, whose machines outlive every process that uses them: {@link
 * dev.vivarium.testkit.remote.SimulatedHost} answers on a loopback port, {@link
 * dev.vivarium.testkit.remote.RemoteProvider} is the kind {@code simulated-remote} of hypervisor that connects to it. A call
 * is a line of JSON; while it goes on the host asks its caller's {@code Work} by lines of its own. Uses the simulated
 * hypervisor and the faults.
 */
@NullMarked
package dev.vivarium.testkit.remote;

import org.jspecify.annotations.NullMarked;
