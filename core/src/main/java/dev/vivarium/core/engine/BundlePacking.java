package dev.vivarium.core.engine;

import dev.vivarium.cloudinit.InputException;
import dev.vivarium.cloudinit.bundle.Bundle;
import dev.vivarium.cloudinit.bundle.BundleManifest;
import dev.vivarium.cloudinit.bundle.PackedBundle;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.NodeBundle;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Work;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Between the engine and the bundle: packs it, and tells beforehand what would not fit. */
final class BundlePacking {
    private BundlePacking() {}

    /** What is wrong with the bundle, or with the machine that it would get. */
    static List<Finding> preflight(Path directory, NodeSpec spec) {
        BundleManifest manifest;
        try {
            manifest = Bundle.open(directory).manifest();
        } catch (InputException e) {
            return List.of(
                    Finding.error("bundle.invalid", String.valueOf(e.getMessage()), "mend the bundle and try again"));
        }
        List<Finding> findings = new ArrayList<>();
        BundleManifest.Requirements needs = manifest.requires();
        least(findings, "cores", needs.cores(), spec.cores(), "--cores " + needs.cores());
        least(findings, "MiB of memory", needs.memoryMiB(), spec.memoryMiB(), "--memory " + needs.memoryMiB() + "M");
        least(findings, "MiB of disk", needs.diskMiB(), spec.diskMiB(), "--disk " + needs.diskMiB() + "M");
        if (needs.gpu() && spec.gpus() == 0) {
            findings.add(Finding.error("bundle.gpu", "the bundle needs a GPU and the node has none", "give it one"));
        }
        return findings;
    }

    /** Packs the bundle, or finds it packed. */
    static NodeBundle pack(Installation installation, Path directory, Work work) {
        try {
            PackedBundle packed = installation.bundles().pack(Bundle.open(directory), (done, total) -> {
                work.checkCancelled();
                work.progress(total == 0 ? 1 : (double) done / total, (done >> 20) + " of " + (total >> 20) + " MiB");
            });
            return new NodeBundle(
                    packed.manifest().name(),
                    packed.manifest().release(),
                    packed.digest(),
                    packed.manifestText(),
                    packed.layers().stream()
                            .map(l -> new NodeBundle.Layer(
                                    l.name(), l.digest(), l.label(), l.file(), l.mediumBytes(), l.unpackedBytes()))
                            .toList(),
                    Optional.of(directory));
        } catch (InputException e) {
            throw new VivariumException(Kind.INVALID, "bundle.invalid", String.valueOf(e.getMessage()), e);
        }
    }

    private static void least(List<Finding> findings, String what, long needed, long given, String remedy) {
        if (given < needed) {
            findings.add(Finding.error(
                    "bundle.requires", "the bundle needs " + needed + " " + what + ", the node has " + given, remedy));
        }
    }
}
