package dev.vivarium.cli.command;

import dev.vivarium.cli.output.Elapsed;
import dev.vivarium.cli.output.Table;
import dev.vivarium.core.model.ResourceUsage;
import dev.vivarium.core.spi.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a machine takes, as people read it. */
final class UsageView {
    private UsageView() {}

    static void rows(Table facts, ResourceUsage u, Optional<Limits.Applied> limits) {
        u.uptime().ifPresent(up -> facts.row("running", Elapsed.text(up)));
        List<String> cpu = new ArrayList<>();
        u.cpuLoad().ifPresent(load -> cpu.add(String.format(Locale.ROOT, "%.2f CPU now", load)));
        u.cpuTime().ifPresent(time -> cpu.add(Elapsed.text(time) + " since its start"));
        row(facts, "processor", cpu);
        List<String> memory = new ArrayList<>();
        u.residentBytes().ifPresent(b -> memory.add(bytes(b) + " of the host"));
        u.guestMemoryBytes().ifPresent(b -> memory.add("the guest has " + bytes(b)));
        row(facts, "memory", memory);
        List<String> disk = new ArrayList<>();
        u.diskBytes().ifPresent(b -> disk.add(bytes(b) + " used"));
        u.diskVirtualBytes().ifPresent(b -> disk.add("the guest sees " + bytes(b)));
        u.savedMemoryBytes().filter(b -> b > 0).ifPresent(b -> disk.add(bytes(b) + " of memory in snapshots"));
        row(facts, "disk", disk);
        limits.ifPresent(l -> facts.row("limited to", l.limits().text() + " (" + l.how() + ")"));
    }

    private static void row(Table facts, String name, List<String> values) {
        if (!values.isEmpty()) {
            facts.row(name, String.join(", ", values));
        }
    }

    /** In the unit that leaves few digits. */
    static String bytes(long count) {
        double value = count;
        String unit = "KiB";
        value /= 1024;
        for (String next : List.of("MiB", "GiB", "TiB")) {
            if (value < 1024) {
                break;
            }
            value /= 1024;
            unit = next;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, unit);
    }
}
