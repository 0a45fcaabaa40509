package dev.vivarium.qemu.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a process does anything. */
public final class ProcessActivity {
    private static final Pattern IO = Pattern.compile("(?m)^[rw]char: (\\d+)");

    private ProcessActivity() {}

    /** A number that grows whenever the process reads or writes; 0 if it is gone. */
    public static long of(long pid) {
        try {
            Path io = Path.of("/proc", Long.toString(pid), "io");
            Matcher found = IO.matcher(new String(Files.readAllBytes(io), StandardCharsets.UTF_8));
            long sum = 0;
            while (found.find()) {
                sum += Long.parseLong(found.group(1));
            }
            return sum;
        } catch (IOException e) {
            return 0;
        }
    }
}
