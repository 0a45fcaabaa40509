package dev.vivarium.core.guest;

import dev.vivarium.core.keys.KeyRing;
import dev.vivarium.core.keys.SshKeyPair;
import dev.vivarium.core.model.HostKey;
import dev.vivarium.core.model.NodeIdentity;

/**
 * Who the guest must be, and who we are there.
 *
 * @param hostKey the only key that is accepted
 * @param user the account
 * @param key what opens it
 */
public record GuestLogin(HostKey hostKey, String user, SshKeyPair key) {

    /** The login of a node. */
    public static GuestLogin of(NodeIdentity identity, KeyRing keys) {
        return new GuestLogin(identity.hostKey(), identity.user(), keys.loginKey(identity.loginKeyVersion()));
    }
}
