package dev.vivarium.cli.bundle;

import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.cloudinit.bundle.Bundle;
import dev.vivarium.cloudinit.bundle.BundleCache;
import dev.vivarium.cloudinit.bundle.PackedBundle;
import dev.vivarium.cloudinit.bundle.PackedLayer;
import dev.vivarium.cloudinit.bundle.PackingProgress;
import dev.vivarium.core.journal.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code bundle pack}: a bundle as media. */
@Command(
        name = "pack",
        description = "Pack a bundle into media, one a layer, and a document with their digests: to carry or to serve.",
        footer = {
            "",
            "Examples:",
            "  vivarium bundle pack AGI-core                 # into the cache, where 'up' finds it",
            "  vivarium bundle pack AGI-core --out /media/usb"
        })
public final class BundlePackCommand implements Callable<Integer> {
    private static final int STEP = 5;

    @ParentCommand
    private BundleCommand bundle;

    @Parameters(index = "0", paramLabel = "DIR", description = "The bundle's directory.")
    private Path directory;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where to put media and document; the cache, where 'up' finds them, if not given.")
    private Optional<Path> out = Optional.empty();

    @Override
    public Integer call() {
        Screen screen = bundle.root().screen();
        Path cache = bundle.root().config().cache().resolve("bundles");
        PackedDocument document = BundleCommand.checked(() -> {
            PackedBundle packed = new BundleCache(cache).pack(Bundle.open(directory), progress(screen));
            PackedDocument made = PackedDocument.of(packed);
            out.ifPresent(to -> carry(packed, made, to));
            return made;
        });
        screen.document(document);
        BundleView.show(screen, document);
        out.ifPresent(to -> screen.say("in " + to + ": see vivarium bundle show " + to.resolve(fileName(document))));
        return ExitCode.OK;
    }

    private static String fileName(PackedDocument document) {
        return document.name() + "-" + document.release() + ".json";
    }

    /** The media are never changed, so that a second name for the same file does. */
    private static void carry(PackedBundle packed, PackedDocument document, Path to) {
        try {
            Files.createDirectories(to);
            for (PackedLayer layer : packed.layers()) {
                Path draft = to.resolve("." + layer.digest().hex() + ".draft");
                Files.deleteIfExists(draft);
                try {
                    Files.createLink(draft, layer.file());
                } catch (IOException | UnsupportedOperationException e) {
                    Files.copy(layer.file(), draft, StandardCopyOption.REPLACE_EXISTING); // another disk
                }
                Path target = to.resolve(String.valueOf(layer.file().getFileName()));
                Files.deleteIfExists(target);
                Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.writeString(to.resolve(fileName(document)), Json.write(document) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + to + ": " + e.getMessage(), e);
        }
    }

    private static PackingProgress progress(Screen screen) {
        long[] shown = {0};
        return (done, total) -> {
            long percent = total == 0 ? 100 : 100 * done / total;
            if (percent >= shown[0] + STEP) {
                shown[0] = percent;
                screen.note("packing: " + percent + " % of " + (total >> 20) + " MiB");
            }
        };
    }
}
