package dev.vivarium.qemu.machine;

import dev.vivarium.core.journal.DiskSpace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** This computer, as Linux tells it. */
public final class LocalHost implements Host {
    private static final Path KVM = Path.of("/dev/kvm");
    private static final Pattern VIRTUALIZATION = Pattern.compile("(?m)^flags\\s*:.*\\b(vmx|svm)\\b");

    private static final Pattern FLAGS = Pattern.compile("(?m)^(?:flags|Features)\\s*:(.*)$");

    @Override
    public int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    @Override
    public long availableMemoryMiB() {
        return memory("MemAvailable");
    }

    @Override
    public long totalMemoryMiB() {
        return memory("MemTotal");
    }

    @Override
    public long freeSpaceMiB(Path directory) {
        return DiskSpace.free(directory) >> 20;
    }

    @Override
    public boolean virtualization() {
        return VIRTUALIZATION.matcher(read("/proc/cpuinfo")).find();
    }

    @Override
    public Set<String> cpuFeatures() {
        Matcher found = FLAGS.matcher(read("/proc/cpuinfo"));
        return found.find() ? new TreeSet<>(List.of(found.group(1).strip().split("\\s+"))) : Set.of();
    }

    @Override
    public boolean kvmAccessible() {
        return Files.isReadable(KVM) && Files.isWritable(KVM);
    }

    @Override
    public boolean portFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static long memory(String name) {
        Matcher found = Pattern.compile("(?m)^" + name + ":\\s+(\\d+) kB").matcher(read("/proc/meminfo"));
        return found.find() ? Long.parseLong(found.group(1)) >> 10 : Long.MAX_VALUE >> 20;
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            return ""; // no Linux: then nothing is known, and nothing is refused for it
        }
    }
}
