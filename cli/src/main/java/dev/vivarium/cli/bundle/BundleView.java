package dev.vivarium.cli.bundle;

import dev.vivarium.cli.output.Screen;
import dev.vivarium.cli.output.Table;
import dev.vivarium.cloudinit.Digest;
import dev.vivarium.cloudinit.bundle.BundleManifest.Requirements;
import dev.vivarium.core.guest.Printable;
import java.util.ArrayList;
import java.util.List;

/** Bundles for people. */
final class BundleView {
    private BundleView() {}

    static void show(Screen screen, PackedDocument document) {
        screen.say(Printable.line(document.name() + " " + document.release()) + ", packed: "
                + Printable.line(document.digest()));
        Table table = new Table("LAYER", "MEDIUM", "UNPACKED", "LABEL", "DIGEST");
        document.layers()
                .forEach(l -> table.row(
                        l.name(),
                        size(l.bytes()),
                        size(l.unpackedBytes()),
                        l.label(),
                        Digest.parse(l.digest()).brief()));
        screen.say(table);
        requirements(screen, document.requires());
    }

    static void requirements(Screen screen, Requirements needs) {
        List<String> all = new ArrayList<>();
        if (needs.cores() > 0) {
            all.add(needs.cores() + " cores");
        }
        if (needs.memoryMiB() > 0) {
            all.add(needs.memoryMiB() + " MiB of memory");
        }
        if (needs.diskMiB() > 0) {
            all.add(needs.diskMiB() + " MiB of disk");
        }
        if (needs.gpu()) {
            all.add("a GPU");
        }
        if (!needs.cpuFeatures().isEmpty()) {
            all.add("a processor with " + String.join(", ", needs.cpuFeatures()));
        }
        screen.say("needs " + (all.isEmpty() ? "nothing in particular" : String.join(", ", all)));
    }

    /** Whole MiB, or KiB where that would be none. */
    static String size(long bytes) {
        return bytes >= 1 << 20 ? (bytes >> 20) + " MiB" : (bytes + 1023 >> 10) + " KiB";
    }
}
