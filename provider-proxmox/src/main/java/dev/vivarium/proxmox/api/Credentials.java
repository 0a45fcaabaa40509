package dev.vivarium.proxmox.api;

import dev.vivarium.cloudinit.Secret;
import java.util.List;
import java.util.Map;

/** What shows the server who asks. Safe for threads. */
sealed interface Credentials permits TokenCredentials, TicketCredentials {

    /** For the next call; may ask the server for it first. */
    Proof proof();

    /**
     * Gets another one after this was refused.
     *
     * @return false if there is no other
     */
    boolean renew(Proof refused);

    /** What an answer must not bring into a message. */
    List<Secret> secrets();

    /** Headers; printed without their values. */
    record Proof(Map<String, String> headers) {
        @Override
        public String toString() {
            return "Proof" + headers.keySet();
        }
    }
}
