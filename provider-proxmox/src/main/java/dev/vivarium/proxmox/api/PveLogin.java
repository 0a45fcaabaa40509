package dev.vivarium.proxmox.api;

import dev.vivarium.cloudinit.Secret;
import java.util.regex.Pattern;

/** Who asks. A token is the way to prefer: it needs no renewal, and can have fewer rights than its user. */
public sealed interface PveLogin {

    /**
     * An API token.
     *
     * @param id as {@code USER@REALM!NAME}
     * @param value what the server printed once, when the token was made
     */
    record Token(String id, Secret value) implements PveLogin {
        private static final Pattern ID =
                Pattern.compile("[^\\s:/@!=]{1,60}@[A-Za-z][A-Za-z0-9._-]+![A-Za-z][A-Za-z0-9._-]+");

        /** @throws dev.vivarium.core.model.VivariumException of kind INVALID if the id or the value is no token's */
        public Token {
            if (!ID.matcher(id).matches()) {
                throw PveSettings.wrong("a token is named as USER@REALM!NAME, for example vivarium@pve!nodes");
            }
            if (!visible(value)) {
                throw PveSettings.wrong(
                        "the token's value is the text that Proxmox VE printed when the token was made");
            }
        }
    }

    /**
     * A user with a password, for which the server gives a ticket of two hours; renewed in time.
     *
     * @param user as {@code NAME@REALM}
     */
    record Password(String user, Secret password) implements PveLogin {
        private static final Pattern USER = Pattern.compile("[^\\s:/@!]{1,60}@[A-Za-z][A-Za-z0-9._-]+");

        /** @throws dev.vivarium.core.model.VivariumException of kind INVALID if the name is no user's */
        public Password {
            if (!USER.matcher(user).matches()) {
                throw PveSettings.wrong("a user is named as NAME@REALM, for example vivarium@pve");
            }
        }
    }

    /** Whether it can stand in a header. */
    static boolean visible(Secret value) {
        return !value.reveal().isEmpty() && value.reveal().chars().allMatch(c -> c > ' ' && c < 127);
    }
}
