package dev.vivarium.qemu.resource;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.ResourceLimits;
import dev.vivarium.core.model.Support;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Limits;
import dev.vivarium.core.spi.Work;
import dev.vivarium.qemu.machine.MachineDirectory;
import dev.vivarium.qemu.machine.MachineFile;
import dev.vivarium.qemu.machine.Running;
import dev.vivarium.qemu.machine.Site;
import dev.vivarium.qemu.resource.LimitBook.Entry;
import java.util.Optional;
import java.util.function.Supplier;

/** Limits on the processors and the memory of QEMU processes. */
public final class QemuLimits implements Limits {
    private final Site site;
    private final CpuLimit cpu;

    /** For this site's machines, by what this host gives. */
    public QemuLimits(Site site) {
        this(site, ControlGroups.ofThisHost());
    }

    QemuLimits(Site site, ControlGroups groups) {
        this.site = site;
        this.cpu = new CpuLimit(groups);
    }

    @Override
    public Applied apply(Machine machine, ResourceLimits limits, Work work) {
        return site.exclusively(machine.node(), work, file -> {
            MachineDirectory directory = site.directories().of(file.node());
            try (Running running = Running.adopt(directory, work).orElseThrow(() -> off(file))) {
                takeBack(running, file, directory);
                work.checkCancelled();
                if (limits.unlimited()) {
                    return new Applied(limits, "");
                }
                try {
                    Entry entry = put(limits, running, file, directory, work);
                    return new Applied(limits, entry.how());
                } catch (VivariumException e) {
                    takeBackAfter(e, running, file, directory);
                    throw e;
                }
            }
        });
    }

    /** Memory first: a guest with little processor time takes long to give it back. */
    private Entry put(ResourceLimits limits, Running running, MachineFile file, MachineDirectory directory, Work work) {
        LimitBook book = LimitBook.of(directory);
        Entry entry = Entry.of(running.pid(), limits);
        if (limits.cpus().isPresent()) {
            entry = entry.with(cpu.plan(running.pid(), limits.cpus().get(), "vivarium-" + file.node()));
        }
        boolean less = limits.memoryMiB().filter(m -> m < file.memoryMiB()).isPresent();
        if (less && !file.hasBalloon()) {
            Support.no(
                            "this machine was made without a memory balloon, by an earlier Vivarium; its devices stay as they are")
                    .orThrow(Capability.LIMIT_MEMORY);
        }
        book.write(entry);
        work.checkCancelled();
        if (less) {
            new Balloon(running.qmp()).shrink(limits.memoryMiB().get() << 20, file.memoryMiB() << 20, work);
            work.checkCancelled();
        }
        if (limits.cpus().isPresent()) {
            cpu.apply(entry, limits.cpus().get());
            work.checkCancelled();
        }
        Entry holding = entry.holding(less ? "memory balloon" : "");
        book.write(holding);
        return holding;
    }

    @Override
    public Optional<Applied> current(Machine machine) {
        MachineDirectory directory =
                site.directories().of(site.directories().get(machine.node()).node());
        return LimitBook.of(directory)
                .read()
                .filter(entry -> site.process(directory)
                        .filter(pid -> pid == entry.pid())
                        .isPresent())
                .map(entry -> new Applied(
                        entry.limits(), entry.holds() ? entry.how() : "being put on, or left by a process that died"));
    }

    @Override
    public void clear(Machine machine, Work work) {
        site.exclusively(machine.node(), work, file -> {
            MachineDirectory directory = site.directories().of(file.node());
            try (Running running = Running.adopt(directory, work).orElse(null)) {
                if (running == null) {
                    forget(directory);
                } else {
                    takeBack(running, file, directory);
                }
            }
            return file;
        });
    }

    /** Does what ends the machine's process, and then removes what is left of its limits beside it. */
    public Machine ending(NodeId node, Supplier<Machine> end) {
        MachineDirectory directory = site.directories().of(node);
        Optional<Entry> before = LimitBook.of(directory).read();
        Machine ended = end.get();
        before.ifPresent(entry -> cpu.undo(entry, false));
        LimitBook.of(directory).forget();
        return ended;
    }

    private void forget(MachineDirectory directory) {
        LimitBook book = LimitBook.of(directory);
        book.read().ifPresent(entry -> {
            cpu.undo(entry, false);
            book.forget();
        });
    }

    private void takeBack(Running running, MachineFile file, MachineDirectory directory) {
        LimitBook book = LimitBook.of(directory);
        book.read().ifPresent(entry -> {
            boolean same = entry.pid() == running.pid();
            cpu.undo(entry, same);
            if (same && file.hasBalloon() && entry.limits().memoryMiB().isPresent()) {
                new Balloon(running.qmp()).set(file.memoryMiB() << 20);
            }
            book.forget();
        });
    }

    private void takeBackAfter(
            VivariumException failure, Running running, MachineFile file, MachineDirectory directory) {
        try {
            takeBack(running, file, directory);
        } catch (VivariumException e) {
            failure.addSuppressed(e); // the book stays, and the next call tries again
        }
    }

    private static VivariumException off(MachineFile file) {
        return new VivariumException(
                Kind.CONFLICT,
                "limits.off",
                "the machine of '" + file.name() + "' does not run; limits hold for running machines only");
    }
}
