package dev.vivarium.cli.output;

import dev.vivarium.core.guest.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows in aligned columns, as {@code ls} prints them. */
public final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    /** Begins with the headings. */
    public Table(String... headings) {
        row(headings);
    }

    /** One more row; as many cells as there are headings. */
    public Table row(String... cells) {
        rows.add(Arrays.stream(cells).map(Table::cell).toList());
        return this;
    }

    /** True if there are headings only. */
    public boolean isEmpty() {
        return rows.size() == 1;
    }

    /** The lines, without spaces at their ends. */
    public List<String> lines() {
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(c -> rows.stream().mapToInt(r -> width(r.get(c))).max().orElse(0))
                .toArray();
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        return IntStream.range(0, row.size())
                .mapToObj(c -> row.get(c) + " ".repeat(widths[c] - width(row.get(c))))
                .collect(Collectors.joining("  "))
                .stripTrailing();
    }

    /** Spaces in front stay: they show what belongs to what. */
    private static String cell(String text) {
        return Printable.text(text).replaceAll("[\n\t]", " ").stripTrailing();
    }

    private static int width(String text) {
        return (int) text.codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                .count();
    }
}
