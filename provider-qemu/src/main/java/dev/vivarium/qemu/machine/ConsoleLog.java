package dev.vivarium.qemu.machine;

import dev.vivarium.core.model.Machine;
import dev.vivarium.core.spi.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The serial console, which QEMU appends to a file over all starts of the machine. */
public final class ConsoleLog implements Console {
    private final MachineDirectories directories;

    /** Of these machines. */
    public ConsoleLog(MachineDirectories directories) {
        this.directories = directories;
    }

    @Override
    public String tail(Machine machine, int maxBytes) {
        return MachineDirectory.tail(log(machine), maxBytes);
    }

    @Override
    public long size(Machine machine) {
        try {
            return Files.size(log(machine));
        } catch (IOException e) {
            return 0;
        }
    }

    private Path log(Machine machine) {
        return directories.of(directories.get(machine.node()).node()).console();
    }
}
