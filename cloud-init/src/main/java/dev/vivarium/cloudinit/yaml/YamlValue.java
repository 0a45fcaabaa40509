package dev.vivarium.cloudinit.yaml;

import dev.vivarium.cloudinit.InputException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One value of a document, asked for as the type that the reader needs. Every {@code as…} throws an {@link InputException} with
 * the file, the line, what was expected and what was found.
 */
public final class YamlValue {
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,20}");

    private final String source;
    private final String name;
    private final Node node;

    YamlValue(String source, String name, Node node) {
        this.source = source;
        this.name = name;
        this.node = node;
    }

    /** Where the value is in its document, such as {@code services[1].port}: for messages. */
    public String name() {
        return name;
    }

    /** The line, counted from 1. */
    public int line() {
        return node.line();
    }

    /** An error at this value's line. The caller throws it. */
    public InputException fail(String problem) {
        return new InputException(source, line(), name + ": " + problem);
    }

    /** True if it is a scalar (text, a number, a boolean or nothing). */
    public boolean isScalar() {
        return node instanceof Node.Scalar;
    }

    /** True if it is a map of keys. */
    public boolean isMap() {
        return node instanceof Node.Entries;
    }

    /** True if it is a list. */
    public boolean isList() {
        return node instanceof Node.Items;
    }

    /** The text. A bare number or boolean is refused: whoever means {@code "1.10"} has to quote it. */
    public String asString() {
        if (!(node instanceof Node.Scalar scalar)) {
            throw expected("text");
        }
        return switch (ScalarType.of(scalar)) {
            case TEXT -> scalar.text();
            case NUMBER, BOOLEAN -> throw expected("text", "; put it in quotes");
            case NOTHING -> throw expected("text");
        };
    }

    /** The integer, which must lie within the bounds, both included. */
    public int asInt(int min, int max) {
        return (int) asLong(min, max);
    }

    /** The integer, which must lie within the bounds, both included. */
    public long asLong(long min, long max) {
        String wanted = "a whole number from " + min + " to " + max;
        if (!(node instanceof Node.Scalar scalar
                && scalar.plain()
                && INTEGER.matcher(scalar.text()).matches())) {
            throw expected(wanted);
        }
        BigInteger number = new BigInteger(scalar.text());
        if (number.compareTo(BigInteger.valueOf(min)) < 0 || number.compareTo(BigInteger.valueOf(max)) > 0) {
            throw expected(wanted);
        }
        return number.longValueExact();
    }

    /** {@code true} or {@code false}; {@code yes} and {@code on} are text. */
    public boolean asBool() {
        if (!(node instanceof Node.Scalar scalar) || ScalarType.of(scalar) != ScalarType.BOOLEAN) {
            throw expected("true or false");
        }
        return scalar.text().toLowerCase(Locale.ROOT).equals("true");
    }

    /** The constant whose name it is, in lower case and with {@code -} for {@code _}. */
    public <E extends Enum<E>> E asEnum(Class<E> type) {
        E[] constants = type.getEnumConstants();
        if (node instanceof Node.Scalar scalar) {
            for (E constant : constants) {
                if (written(constant).equals(scalar.text())) {
                    return constant;
                }
            }
        }
        throw expected(
                "one of " + Arrays.stream(constants).map(YamlValue::written).collect(Collectors.joining(", ")));
    }

    /** The map, to be consumed key by key. */
    public YamlMap asMap() {
        if (!(node instanceof Node.Entries entries)) {
            throw expected("a map of keys");
        }
        return new YamlMap(source, name, entries);
    }

    /** The list's values; empty for {@code []}. */
    public List<YamlValue> asList() {
        if (!(node instanceof Node.Items list)) {
            throw expected("a list");
        }
        List<YamlValue> values = new ArrayList<>();
        for (Node item : list.items()) {
            values.add(new YamlValue(source, name + "[" + values.size() + "]", item));
        }
        return List.copyOf(values);
    }

    /** The list's values, each of which must be text. */
    public List<String> asStringList() {
        return asList().stream().map(YamlValue::asString).toList();
    }

    private InputException expected(String wanted) {
        return expected(wanted, "");
    }

    private InputException expected(String wanted, String remedy) {
        return fail("expected " + wanted + ", found " + node.found() + remedy);
    }

    private static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
