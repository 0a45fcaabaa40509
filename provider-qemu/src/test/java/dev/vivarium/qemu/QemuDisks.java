package dev.vivarium.qemu;

import dev.vivarium.core.model.Machine;
import dev.vivarium.testkit.contract.DiskProbe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Values in a sector of disks that no QEMU has open, by qemu-io and qemu-img. */
record QemuDisks(QemuSubject subject) implements DiskProbe {
    private static final int SECTOR = 512;
    private static final int PLACE = 4 << 20;

    @Override
    public void put(Machine machine, String value) {
        Path sector = subject.home().resolve("sector");
        try {
            Files.write(sector, Arrays.copyOf(value.getBytes(StandardCharsets.UTF_8), SECTOR));
            run("qemu-io", "-f", "qcow2", "-c", "write -s sector " + PLACE + " " + SECTOR, disk(machine));
            Files.delete(sector);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String get(Machine machine) {
        Path sector = subject.home().resolve("sector");
        try {
            Files.write(sector, new byte[0]);
            run(
                    "qemu-img",
                    "dd",
                    "-f",
                    "qcow2",
                    "-O",
                    "raw",
                    "bs=" + SECTOR,
                    "count=" + (PLACE / SECTOR + 1),
                    "skip=" + PLACE / SECTOR,
                    "if=" + disk(machine),
                    "of=" + sector);
            String text = new String(Files.readAllBytes(sector), StandardCharsets.UTF_8);
            Files.delete(sector);
            return text.replace("\0", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String disk(Machine machine) {
        return subject.directory(machine).resolve("disk.qcow2").toString();
    }

    /** In the home, as qemu-io takes no path with a blank in it. */
    private void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(subject.home().toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0 || said.contains("failed")) {
                throw new IOException(String.join(" ", command) + ": " + said);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
