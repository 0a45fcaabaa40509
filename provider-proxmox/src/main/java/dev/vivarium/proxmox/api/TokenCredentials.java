package dev.vivarium.proxmox.api;

import dev.vivarium.cloudinit.Secret;
import java.util.List;
import java.util.Map;

/** An API token: the same in each call. */
record TokenCredentials(PveLogin.Token token) implements Credentials {

    @Override
    public Proof proof() {
        return new Proof(Map.of(
                "Authorization",
                "PVEAPIToken=" + token.id() + "=" + token.value().reveal()));
    }

    @Override
    public boolean renew(Proof refused) {
        return false;
    }

    @Override
    public List<Secret> secrets() {
        return List.of(token.value());
    }
}
