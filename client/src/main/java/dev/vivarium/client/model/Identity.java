package dev.vivarium.client.model;

/**
 * By what a node is known in the network.
 *
 * @param hostKey the guest's SSH host key, to be pinned
 */
public record Identity(String hostKey, String user, String mac, String hostname) {}
