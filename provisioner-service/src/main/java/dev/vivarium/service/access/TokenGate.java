package dev.vivarium.service.access;

import dev.vivarium.service.http.Gate;
import dev.vivarium.service.http.Principal;
import dev.vivarium.service.http.Refusal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Lets in who shows a good token, and not too often. */
public final class TokenGate implements Gate {
    private static final String HINT = "send a token of this service as 'Authorization: Bearer viv_…'";
    private static final int KNOWN = 1000;

    private final Tokens tokens;
    private volatile Limited limited;
    /** Hashes of secrets that were good lately: they are heard even when somebody at the same address guesses. */
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /** Of these tokens. */
    public TokenGate(Tokens tokens, RateLimits limits) {
        this.tokens = tokens;
        this.limited = Limited.by(limits);
    }

    private record Limited(RateLimits limits, Buckets addresses, Buckets callers, Buckets failures) {
        static Limited by(RateLimits limits) {
            return new Limited(
                    limits,
                    new Buckets(2 * limits.perAddress(), limits.perAddress(), Duration.ofSeconds(1)),
                    new Buckets(2 * limits.perToken(), limits.perToken(), Duration.ofSeconds(1)),
                    new Buckets(limits.failuresPerMinute(), limits.failuresPerMinute(), Duration.ofMinutes(1)));
        }
    }

    /** From now on these limits hold. */
    public void limit(RateLimits changed) {
        if (!changed.equals(limited.limits())) {
            limited = Limited.by(changed);
        }
    }

    @Override
    public Principal admit(String address, Optional<String> bearer) {
        limited.addresses().take(address).ifPresent(wait -> {
            throw Refusal.later(429, "access.rate", "too many requests come from this address", wait);
        });
        if (bearer.isEmpty()) {
            throw Refusal.unauthenticated("no token was given; " + HINT);
        }
        Token token = checked(address, bearer.get());
        limited.callers().take(token.id().toString()).ifPresent(wait -> {
            throw Refusal.later(429, "access.rate", "this token asks too often", wait);
        });
        return new Principal(
                token.id().toString(),
                token.name(),
                token.role(),
                token.labels().orElse(Map.of()));
    }

    private Token checked(String address, String secret) {
        String hash = TokenSecret.hash(secret);
        if (limited.failures().isEmpty(address) && !known.contains(hash)) {
            throw guessing(Duration.ofMinutes(1));
        }
        Optional<Token> token = TokenSecret.isOne(secret) ? tokens.use(secret) : Optional.empty();
        if (token.isEmpty()) {
            known.remove(hash);
            limited.failures().take(address).ifPresent(wait -> {
                throw guessing(wait);
            });
            throw Refusal.unauthenticated("the token is not known here, has expired or was revoked; " + HINT);
        }
        if (known.size() < KNOWN) {
            known.add(hash);
        }
        return token.get();
    }

    private static Refusal guessing(Duration wait) {
        return Refusal.later(429, "access.guessing", "too many wrong tokens came from this address", wait);
    }
}
