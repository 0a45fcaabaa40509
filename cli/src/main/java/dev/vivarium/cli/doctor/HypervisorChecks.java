package dev.vivarium.cli.doctor;

import dev.vivarium.core.config.HypervisorConfig;
import dev.vivarium.core.config.Surroundings;
import dev.vivarium.core.config.VivariumConfig;
import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.ImageReference;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.NetworkMode;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.Support;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.HypervisorInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Each configured hypervisor: can it be connected, what would stop a machine of the demo's size, what can it do. */
final class HypervisorChecks {
    private final VivariumConfig config;
    private final Surroundings surroundings;

    HypervisorChecks(VivariumConfig config, Surroundings surroundings) {
        this.config = config;
        this.surroundings = surroundings;
    }

    List<Check> all() {
        if (config.hypervisors().isEmpty()) {
            return List.of(Check.missing("hypervisor", "none is configured", "name one in vivarium.yaml"));
        }
        return config.hypervisors().stream().flatMap(h -> check(h).stream()).toList();
    }

    /** Connects with a directory of its own, so that looking leaves no trace. */
    private List<Check> check(HypervisorConfig hypervisor) {
        String name = "hypervisor " + hypervisor.name();
        Path scratch = scratch();
        try (Hypervisor connected = surroundings
                .provider(hypervisor.kind())
                .orElseThrow()
                .connect(hypervisor.settings(config.installation(), scratch))) {
            return look(name, connected);
        } catch (VivariumException e) {
            return List.of(Check.missing(name, e.message(), ""));
        } finally {
            remove(scratch);
        }
    }

    private List<Check> look(String name, Hypervisor hypervisor) {
        MachineSpec spec = demoMachine();
        List<Check> checks = new ArrayList<>();
        checks.add(Check.ok(name, text(hypervisor.info())));
        for (Finding finding : hypervisor.preflight(spec)) {
            checks.add(
                    finding.isError()
                            ? Check.missing(name, finding.message(), finding.remedy())
                            : Check.warning(name, finding.message(), finding.remedy()));
        }
        checks.addAll(capabilities(name, hypervisor, spec));
        return checks;
    }

    private static String text(HypervisorInfo info) {
        return info.kind() + " " + info.version()
                + info.details().entrySet().stream()
                        .filter(d -> !d.getKey().equals("directory")) // ours, and gone when we have looked
                        .filter(d -> !d.getKey().endsWith(" reason")) // a reason that matters is a finding
                        .sorted(Map.Entry.comparingByKey())
                        .map(d -> ", " + d.getKey() + " " + d.getValue())
                        .collect(Collectors.joining());
    }

    private static List<Check> capabilities(String name, Hypervisor hypervisor, MachineSpec spec) {
        List<String> can = new ArrayList<>();
        List<Check> cannot = new ArrayList<>();
        for (Capability capability : Capability.values()) {
            String word = capability.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            if (hypervisor.supports(capability, spec) instanceof Support.No no) {
                cannot.add(Check.absent(name, "cannot " + word + ": " + no.reason()));
            } else {
                can.add(word);
            }
        }
        cannot.add(0, Check.ok(name, "can " + String.join(", ", can)));
        return cannot;
    }

    private MachineSpec demoMachine() {
        return new MachineSpec(
                NodeId.random(),
                config.installation(),
                "doctor",
                new DiskSource.Pending(new ImageReference.Named("any")),
                2,
                1024,
                4096,
                2,
                List.of(),
                NetworkMode.NAT,
                "52:54:00:00:00:01",
                List.of(22),
                List.of());
    }

    private static Path scratch() {
        try {
            return Files.createTempDirectory("vivarium-doctor");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path directory) {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
