package dev.vivarium.core.model;

/**
 * A guest's TCP port and where it is reached from outside.
 *
 * @param guestPort the port inside the guest
 * @param endpoint where the hypervisor leads to it
 */
public record PortForward(int guestPort, Endpoint endpoint) {}
