package dev.vivarium.core.engine;

import dev.vivarium.cloudinit.InputException;
import dev.vivarium.cloudinit.bundle.Bundle;
import dev.vivarium.cloudinit.bundle.BundleManifest;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.spi.HypervisorInfo;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What a bundle needs, against what the node and its hypervisor give: found before anything is made. */
final class BundleNeeds {
    private BundleNeeds() {}

    /**
     * What is wrong with the bundle, or with the machine that it would get.
     *
     * @param hypervisor asked only if the bundle makes demands that it has to answer
     */
    static List<Finding> preflight(Path directory, NodeSpec spec, Supplier<HypervisorInfo> hypervisor) {
        BundleManifest manifest;
        try {
            manifest = Bundle.open(directory).manifest();
        } catch (InputException e) {
            return List.of(Finding.error(
                    "bundle.invalid", String.valueOf(e.getMessage()), "vivarium bundle check " + directory));
        } catch (UncheckedIOException e) {
            return List.of(Finding.error(
                    "bundle.unreadable", String.valueOf(e.getMessage()), "see who owns it, and what its rights are"));
        }
        List<Finding> findings = new ArrayList<>();
        BundleManifest.Requirements needs = manifest.requires();
        least(findings, "cores", needs.cores(), spec.cores(), "--cores " + needs.cores());
        least(findings, "MiB of memory", needs.memoryMiB(), spec.memoryMiB(), "--memory " + needs.memoryMiB() + "M");
        least(findings, "MiB of disk", needs.diskMiB(), spec.diskMiB(), "--disk " + needs.diskMiB() + "M");
        findings.addAll(NodeSecrets.preflight(manifest.secrets(), spec.secrets()));
        if (needs.gpu() && spec.gpus() == 0) {
            findings.add(Finding.error("bundle.gpu", "the bundle needs a GPU and the node has none", "give it one"));
        }
        if (!needs.cpuFeatures().isEmpty()) {
            cpuFeatures(needs.cpuFeatures(), hypervisor.get()).ifPresent(findings::add);
        }
        return findings;
    }

    private static Optional<Finding> cpuFeatures(List<String> needed, HypervisorInfo hypervisor) {
        Set<String> given = hypervisor.cpuFeatures().orElse(null);
        if (given == null) {
            return Optional.of(Finding.warning(
                    "bundle.cpu-unknown",
                    "the bundle needs a processor with " + String.join(", ", needed) + ", and '" + hypervisor.name()
                            + "' does not tell what its processors can do",
                    "nothing: it is looked at in the guest"));
        }
        List<String> missing = needed.stream().filter(f -> !given.contains(f)).toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(Finding.error(
                        "bundle.cpu",
                        "the bundle needs a processor with " + String.join(", ", missing) + ", and guests of '"
                                + hypervisor.name() + "' do not get one",
                        "choose another hypervisor with --on, or a build of the bundle that does without"
                                + " (requires: cpuFeatures in bundle.yaml)"));
    }

    private static void least(List<Finding> findings, String what, long needed, long given, String remedy) {
        if (given < needed) {
            findings.add(Finding.error(
                    "bundle.requires", "the bundle needs " + needed + " " + what + ", the node has " + given, remedy));
        }
    }
}
