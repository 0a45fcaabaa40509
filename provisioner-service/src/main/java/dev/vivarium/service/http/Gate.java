package dev.vivarium.service.http;

import java.util.Optional;

/** Who may come in. */
public interface Gate {

    /**
     * Says who asks.
     *
     * @param address where the request comes from
     * @param bearer the token that was given
     * @throws Refusal 401, or 429 if this address or token asks too often
     */
    Principal admit(String address, Optional<String> bearer);
}
