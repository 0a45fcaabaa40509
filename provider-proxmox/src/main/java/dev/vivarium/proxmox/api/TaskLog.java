package dev.vivarium.proxmox.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.core.guest.Printable;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Some lines of a task's log, safe to print.
 *
 * @param lines in order
 * @param next the number of the line after them, to go on from
 */
public record TaskLog(List<String> lines, long next) {
    private static final Pattern PART =
            Pattern.compile("\\((\\d{1,3}(?:\\.\\d{1,4})?)%\\)|\\bprogress (\\d{1,3})%|\\b(\\d{1,3})%");

    static TaskLog read(JsonNode data, long from) {
        List<Fields> all = Fields.listOf(data);
        long last = all.stream().mapToLong(line -> line.number("n", 0)).max().orElse(from);
        List<String> lines =
                all.stream().map(line -> Printable.line(line.text("t", ""))).toList();
        // An empty log is shown as one line that says so.
        return lines.equals(List.of("no content")) ? new TaskLog(List.of(), from) : new TaskLog(lines, last);
    }

    /** The part done, 0 to 1, by the last line that tells one. */
    public OptionalDouble fraction() {
        for (int i = lines.size() - 1; i >= 0; i--) {
            Matcher m = PART.matcher(lines.get(i));
            if (m.find()) {
                String percent = m.group(1) != null ? m.group(1) : m.group(2) != null ? m.group(2) : m.group(3);
                return OptionalDouble.of(Math.min(1, Double.parseDouble(percent) / 100));
            }
        }
        return OptionalDouble.empty();
    }
}
