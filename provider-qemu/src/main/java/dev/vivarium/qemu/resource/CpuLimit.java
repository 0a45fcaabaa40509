package dev.vivarium.qemu.resource;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.Support;
import dev.vivarium.qemu.api.HostProcess;
import dev.vivarium.qemu.resource.LimitBook.Entry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Processor time for one process: by a control group where we may make one, which knows fractions; else by taking away whole
 * processors, which needs no rights.
 */
final class CpuLimit {
    private final ControlGroups groups;

    CpuLimit(ControlGroups groups) {
        this.groups = groups;
    }

    /**
     * What will be done, and what it takes to undo it.
     *
     * @param how for people
     * @param affinity the processors before, if they will change
     * @param group the group that will be made
     * @param groupBefore where the process is now
     */
    record Plan(String how, Optional<String> affinity, Optional<Path> group, Optional<Path> groupBefore) {}

    /** @throws dev.vivarium.core.model.VivariumException UNSUPPORTED for a fraction where there are no control groups */
    Plan plan(long pid, double cpus, String name) {
        Optional<Path> group = groups.newGroup(pid, name);
        if (group.isPresent()) {
            return new Plan("control group " + group.get(), Optional.empty(), group, groups.of(pid));
        }
        if (cpus % 1 != 0) {
            Support.no(
                            "a fraction of a processor needs a control group (v2) that this user may make, which this host does not"
                                    + " give; ask for whole processors")
                    .orThrow(Capability.LIMIT_CPU);
        }
        HostProcess process = new HostProcess(pid);
        List<Integer> allowed = process.processors();
        if (cpus >= allowed.size()) {
            String enough = "no limit on processors, as the host has " + allowed.size();
            return new Plan(enough, Optional.empty(), Optional.empty(), Optional.empty());
        }
        String how = "bound to " + (long) cpus + " of the host's " + allowed.size() + " processors ("
                + list(allowed.subList(0, (int) cpus)) + ")";
        return new Plan(how, Optional.of(list(allowed)), Optional.empty(), Optional.empty());
    }

    /** Does what the entry says. */
    void apply(Entry entry, double cpus) {
        entry.group().ifPresent(group -> groups.limit(group, entry.pid(), cpus));
        entry.affinity().ifPresent(before -> {
            String first =
                    List.of(before.split(",")).subList(0, (int) cpus).stream().collect(Collectors.joining(","));
            new HostProcess(entry.pid()).bind(first);
        });
    }

    /** Undoes it, as far as it was done; of a process that is gone only the group is left. */
    void undo(Entry entry, boolean alive) {
        entry.group().ifPresent(group -> groups.remove(group, entry.groupBefore(), entry.pid(), alive));
        if (alive) {
            entry.affinity().ifPresent(before -> new HostProcess(entry.pid()).bind(before));
        }
    }

    private static String list(List<Integer> processors) {
        return processors.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
