package dev.vivarium.qemu.machine;

import dev.vivarium.core.model.Machine;
import dev.vivarium.core.spi.Console;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The serial console, which QEMU appends to a file over all starts of the machine. {@link LogKeeper} gives its old part back
 * to the file system; its length stays what was written in all.
 */
public final class ConsoleLog implements Console {
    private final MachineDirectories directories;

    /** Of these machines. */
    public ConsoleLog(MachineDirectories directories) {
        this.directories = directories;
    }

    @Override
    public String tail(Machine machine, int maxBytes) {
        return MachineDirectory.tail(log(machine), Math.min(maxBytes, LogKeeper.KEPT));
    }

    @Override
    public long size(Machine machine) {
        try {
            return Files.size(log(machine));
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public Part read(Machine machine, long from, int maxBytes) {
        Path log = log(machine);
        try (RandomAccessFile in = new RandomAccessFile(log.toFile(), "r")) {
            long size = in.length();
            if (from > size) {
                return new Part("", size); // it was emptied, where the file system has no holes
            }
            long begin = Math.max(from, size - LogKeeper.KEPT);
            byte[] bytes = new byte[(int) Math.min(size - begin, maxBytes)];
            in.seek(begin);
            in.readFully(bytes);
            return Part.of(bytes, begin);
        } catch (IOException e) {
            return new Part("", from);
        }
    }

    private Path log(Machine machine) {
        return directories.of(directories.get(machine.node()).node()).console();
    }
}
