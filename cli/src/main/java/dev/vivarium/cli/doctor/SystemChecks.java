package dev.vivarium.cli.doctor;

import dev.vivarium.core.config.NodeDefaults;
import dev.vivarium.core.model.Size;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The computer itself: Java, system, processors, memory, programs. */
final class SystemChecks {
    /** What the demo's guest and our own process need beside what already runs. */
    static final Size DEMO_MEMORY = Size.MiB(1536);

    private static final Set<String> TESTED_DEBIAN = Set.of("12", "13");

    /** What the demo installs by itself where it can. */
    private static final Map<String, String> BUILD_TOOLS = Map.of(
            "mmdebstrap", "mmdebstrap",
            "qemu-img", "qemu-utils",
            "mkfs.ext4", "e2fsprogs",
            "sfdisk", "fdisk",
            "grub-mkimage", "grub-common");

    private final SystemFacts facts;
    private final NodeDefaults defaults;

    SystemChecks(SystemFacts facts, NodeDefaults defaults) {
        this.facts = facts;
        this.defaults = defaults;
    }

    List<Check> all() {
        return List.of(java(), system(), processors(), memory(), buildTools(), ssh());
    }

    private static Check java() {
        return Check.ok("Java", System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")");
    }

    /** The built guest and the demo's bundle come from Debian packages. */
    private Check system() {
        String name = facts.osRelease("PRETTY_NAME");
        String found = name.isEmpty() ? System.getProperty("os.name", "unknown") : name;
        if (facts.osRelease("ID").equals("debian") && TESTED_DEBIAN.contains(facts.osRelease("VERSION_ID"))) {
            return Check.ok("system", found + ", a tested host");
        }
        String mirror = facts.environment().getOrDefault("MIRROR", "");
        if (!mirror.isEmpty()) {
            return Check.warning("system", found + ", not a tested host; MIRROR is set to " + mirror, "");
        }
        return Check.warning(
                "system",
                found + ", not a tested host: the demo's guest and bundle are built from Debian packages",
                "MIRROR=http://MIRROR-NEAR-YOU/debian ./vivarium demo    (any Debian mirror)");
    }

    private Check processors() {
        int count = Runtime.getRuntime().availableProcessors();
        return count >= defaults.cores()
                ? Check.ok("processors", Integer.toString(count))
                : Check.warning(
                        "processors",
                        count + ", fewer than a node's default of " + defaults.cores(),
                        "vivarium up NAME --cores " + count);
    }

    private Check memory() {
        Optional<Size> available = facts.availableMemory();
        if (available.isEmpty()) {
            return Check.warning("memory", "the system does not say how much is left", "");
        }
        long mebibytes = available.get().mebibytes();
        String found = text(available.get()) + " available";
        if (mebibytes < DEMO_MEMORY.mebibytes()) {
            return Check.missing(
                    "memory", found + "; the demo needs " + text(DEMO_MEMORY), "end some other programs first");
        }
        return mebibytes >= defaults.memory().mebibytes()
                ? Check.ok("memory", found)
                : Check.warning(
                        "memory",
                        found + ", less than a node's default of " + defaults.memory(),
                        "vivarium up NAME --memory 2G");
    }

    private Check buildTools() {
        String missing = BUILD_TOOLS.entrySet().stream()
                .filter(tool -> facts.program(tool.getKey()).isEmpty())
                .map(Map.Entry::getValue)
                .distinct()
                .sorted()
                .collect(Collectors.joining(" "));
        if (missing.isEmpty()) {
            return Check.ok("guest image tools", "all there");
        }
        boolean canInstall = facts.program("apt-get").isPresent()
                && (facts.environment().getOrDefault("USER", "").equals("root")
                        || facts.program("sudo").isPresent()
                        || "root".equals(System.getProperty("user.name")));
        return canInstall
                ? Check.warning(
                        "guest image tools",
                        "not installed: " + missing + "; ./vivarium demo installs them",
                        "apt-get install --no-install-recommends " + missing)
                : Check.missing(
                        "guest image tools",
                        "not installed: " + missing,
                        "as root: apt-get install --no-install-recommends " + missing);
    }

    private Check ssh() {
        return facts.program("ssh")
                .map(path -> Check.ok("ssh", path.toString()))
                .orElseGet(() -> Check.warning(
                        "ssh", "not installed, so 'vivarium ssh' will not work", "apt-get install openssh-client"));
    }

    static String text(Size size) {
        return size.mebibytes() < 1024
                ? size.toString()
                : String.format(Locale.ROOT, "%.1f GiB", size.mebibytes() / 1024.0);
    }
}
