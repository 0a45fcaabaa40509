package dev.vivarium.service.config;

import dev.vivarium.core.config.ConfigSection;
import dev.vivarium.core.model.Size;
import dev.vivarium.service.access.RateLimits;
import dev.vivarium.service.http.Limits;

/** {@code service.limits}. */
record LimitsReader(Limits limits, RateLimits rates, Size upload) {
    static final Size UPLOAD = Size.GiB(64);
    private static final int MOST_BODY_MIB = 64;
    private static final int MOST = 1_000_000;

    static LimitsReader standard() {
        return new LimitsReader(Limits.standard(), RateLimits.standard(), UPLOAD);
    }

    static LimitsReader read(ConfigSection s) {
        Limits l = Limits.standard();
        RateLimits r = RateLimits.standard();
        return new LimitsReader(
                new Limits(
                        s.optional("body")
                                .map(v -> {
                                    Size size = ConfigSection.size(v);
                                    if (size.mebibytes() > MOST_BODY_MIB) {
                                        throw v.fail("a request has at most " + MOST_BODY_MIB + " MiB");
                                    }
                                    return Math.toIntExact(size.mebibytes() << 20);
                                })
                                .orElse(l.bodyBytes()),
                        l.headers(),
                        l.headerBytes(),
                        s.optional("requestTime").map(ConfigSection::duration).orElse(l.requestTime()),
                        s.optional("streams").map(v -> v.asInt(1, 100_000)).orElse(l.streams()),
                        s.optional("threads").map(v -> v.asInt(8, 1000)).orElse(l.threads())),
                new RateLimits(
                        s.optional("perToken").map(v -> v.asInt(1, MOST)).orElse(r.perToken()),
                        s.optional("perAddress").map(v -> v.asInt(1, MOST)).orElse(r.perAddress()),
                        s.optional("wrongTokens").map(v -> v.asInt(1, MOST)).orElse(r.failuresPerMinute())),
                s.optional("upload").map(ConfigSection::size).orElse(UPLOAD));
    }
}
