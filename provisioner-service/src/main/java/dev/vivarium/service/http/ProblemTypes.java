package dev.vivarium.service.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The stable codes of problems, with what each means and what to do about it; {@code problems.txt} has them. */
public final class ProblemTypes {
    private static final String RESOURCE = "/problems.txt";
    private static final String PAGE = "/docs/problems#";
    private static final ProblemTypes OF_SERVICE = read();

    private final Map<String, Type> types;

    private ProblemTypes(Map<String, Type> types) {
        this.types = Collections.unmodifiableMap(types);
    }

    /**
     * One of them.
     *
     * @param code stable, for programs
     * @param means what is wrong
     * @param remedy what to do; empty where there is nothing to do
     */
    public record Type(String code, String means, Optional<String> remedy) {}

    /** Those that the service and the library below have. */
    public static ProblemTypes ofService() {
        return OF_SERVICE;
    }

    /** All, by code. */
    public Collection<Type> all() {
        return types.values();
    }

    /** What this code means. One that ends in a name of somebody's own, such as a hook's, has its type without that name. */
    public Optional<Type> find(String code) {
        String wanted = code;
        while (!types.containsKey(wanted) && wanted.lastIndexOf('-') > wanted.indexOf('.')) {
            wanted = wanted.substring(0, wanted.lastIndexOf('-'));
        }
        return Optional.ofNullable(types.get(wanted));
    }

    /** Where this code is explained. */
    String page(String code) {
        return PAGE + find(code).map(Type::code).orElse(code);
    }

    private static ProblemTypes read() {
        Map<String, Type> types = new TreeMap<>();
        try (InputStream in = ProblemTypes.class.getResourceAsStream(RESOURCE)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            text.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).forEach(line -> {
                String[] parts = line.split(" \\| ?", 3);
                types.put(
                        parts[0],
                        new Type(
                                parts[0],
                                parts[1],
                                Optional.of(parts[2].strip()).filter(r -> !r.isEmpty())));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ProblemTypes(types);
    }
}
