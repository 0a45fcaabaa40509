package dev.vivarium.core.model;

/**
 * By what a node is known; decided when its create is accepted.
 *
 * @param hostKey the SSH host key that is pinned
 * @param loginKeyVersion which derived login key opens it
 * @param user the account we log in to
 * @param mac of its network card, lower-case with colons
 * @param instanceId cloud-init's instance id; stable over reboot and rollback, new for a clone
 * @param hostname valid by RFC 1123, made from the name
 */
public record NodeIdentity(
        HostKey hostKey, int loginKeyVersion, String user, String mac, String instanceId, String hostname) {}
