package dev.vivarium.proxmox.api;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a task stands.
 *
 * @param upid which
 * @param running whether it still works
 * @param exitStatus how it ended: {@code OK}, {@code WARNINGS: n}, or what went wrong; absent while it runs
 */
public record TaskStatus(Upid upid, boolean running, Optional<String> exitStatus) {
    private static final Pattern WARNINGS = Pattern.compile("WARNINGS: (\\d{1,6})");

    static TaskStatus read(Fields fields) {
        boolean running = fields.text("status", "").equals("running");
        return new TaskStatus(Upid.parse(fields.need("upid")), running, fields.text("exitstatus"));
    }

    /** As a list of tasks shows it: {@code status} is there how it ended, absent or empty while it runs. */
    static TaskStatus listed(Fields fields) {
        Optional<String> ended = fields.text("status").filter(text -> !text.isEmpty() && !text.equals("running"));
        return new TaskStatus(
                Upid.parse(fields.need("upid")),
                ended.isEmpty() && fields.number("endtime").isEmpty(),
                ended);
    }

    /** How many warnings it ended with. */
    public int warnings() {
        Matcher m = WARNINGS.matcher(exitStatus.orElse(""));
        return m.matches() ? Integer.parseInt(m.group(1)) : 0;
    }

    /** Whether it ended well; warnings do not count against it. */
    public boolean succeeded() {
        return !running && (exitStatus.equals(Optional.of("OK")) || warnings() > 0);
    }
}
