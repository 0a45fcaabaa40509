package dev.vivarium.client;

import java.util.Locale;

/** Values as they stand in a query. */
final class Queries {
    private Queries() {}

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
