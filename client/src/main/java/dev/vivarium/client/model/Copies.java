package dev.vivarium.client.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies that nobody changes; of nothing, an empty one. */
final class Copies {
    private Copies() {}

    static <T> List<T> list(@Nullable List<T> of) {
        return of == null ? List.of() : List.copyOf(of);
    }

    static <V> Map<String, V> map(@Nullable Map<String, V> of) {
        return of == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(of));
    }
}
