package dev.vivarium.testkit.contract;

import dev.vivarium.core.model.Capability;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** The table of rules in testkit/README.md, made from the rules, the facets and what was last seen when they ran. */
final class RuleTable {
    static final List<Class<? extends Contract>> FACETS = List.of(
            LifecycleContract.class,
            MediaContract.class,
            SnapshotContract.class,
            FrozenContract.class,
            CloneContract.class,
            ConsoleContract.class,
            LimitsContract.class,
            AdoptionContract.class,
            CrashContract.class,
            CapabilityContract.class);

    private static final String BEGIN = "<!-- the table below is made by RuleTableTest -->\n";
    private static final String END = "<!-- the table above is made by RuleTableTest -->\n";

    private final Map<Rule, List<Method>> tests = new EnumMap<>(Rule.class);

    RuleTable() {
        for (Rule rule : Rule.values()) {
            tests.put(rule, new ArrayList<>());
        }
        for (Class<? extends Contract> facet : FACETS) {
            for (Method method : facet.getDeclaredMethods()) {
                Proves proves = method.getAnnotation(Proves.class);
                if (proves != null) {
                    tests(proves.value()).add(method);
                }
            }
        }
        tests.values().forEach(list -> list.sort(Comparator.comparing(Method::getName)));
    }

    List<Method> tests(Rule rule) {
        return Objects.requireNonNull(tests.get(rule));
    }

    /** The table, with a column for each hypervisor. */
    String render(List<TestResults> columns) {
        StringBuilder out = new StringBuilder(BEGIN);
        out.append("\n| rule | it says | needs | tests |");
        columns.forEach(column -> out.append(' ').append(column.name()).append(" |"));
        out.append("\n|---|---|---|---|").append("---|".repeat(columns.size())).append('\n');
        for (Rule rule : Rule.values()) {
            out.append("| ").append(rule).append(" | ").append(rule.text()).append(" | ");
            out.append(rule.capability().map(RuleTable::code).orElse("")).append(" | ");
            out.append(String.join(
                    "<br>", tests(rule).stream().map(RuleTable::code).toList()));
            columns.forEach(column -> out.append(" | ").append(column.of(tests(rule))));
            out.append(" |\n");
        }
        return out.append('\n').append(END).toString();
    }

    /** The text with this table in the place of the one that it has. */
    static String replaceIn(String text, String table) {
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new AssertionError("the text has no place for the table");
        }
        return text.substring(0, begin) + table + text.substring(end + END.length());
    }

    /** The text without the results, which are of the day. */
    static String withoutResults(String text, int columns) {
        return Pattern.compile("^(\\|.*?)(?:\\|[^|]*){" + columns + "}\\|$", Pattern.MULTILINE)
                .matcher(text)
                .replaceAll("$1|");
    }

    private static String code(Capability capability) {
        return "`" + capability + "`";
    }

    private static String code(Method method) {
        return "`" + method.getName() + "`";
    }
}
