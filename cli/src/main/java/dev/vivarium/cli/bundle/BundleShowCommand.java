package dev.vivarium.cli.bundle;

import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.cli.output.Table;
import dev.vivarium.cloudinit.bundle.Bundle;
import dev.vivarium.cloudinit.bundle.BundleManifest;
import dev.vivarium.cloudinit.bundle.LayerContent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code bundle show}: what is in a bundle. */
@Command(
        name = "show",
        description = "Show a bundle's layers, sizes and needs: of a directory, or with digests of what 'pack' wrote.",
        footer = {
            "",
            "Examples:",
            "  vivarium bundle show AGI-core",
            "  vivarium bundle show /media/usb/muse-1.0.json --json"
        })
public final class BundleShowCommand implements Callable<Integer> {
    @ParentCommand
    private BundleCommand bundle;

    @Parameters(
            index = "0",
            paramLabel = "DIR|PACKED",
            description = "A bundle's directory, or a packed one's document.")
    private Path what;

    /** What is known before packing. */
    record DirectoryDocument(
            String name, String release, List<LayerContent> layers, BundleManifest.Requirements requires) {}

    @Override
    public Integer call() {
        Screen screen = bundle.root().screen();
        if (Files.isRegularFile(what)) {
            PackedDocument document = PackedDocument.read(what);
            screen.document(document);
            BundleView.show(screen, document);
            return ExitCode.OK;
        }
        DirectoryDocument document = BundleCommand.checked(() -> {
            Bundle opened = Bundle.open(what);
            BundleManifest m = opened.manifest();
            return new DirectoryDocument(m.name(), m.release(), opened.content(), m.requires());
        });
        screen.document(document);
        screen.say(document.name() + " " + document.release() + ", not packed");
        Table table = new Table("LAYER", "ENTRIES", "CONTENT", "UNPACKED");
        document.layers()
                .forEach(l -> table.row(
                        l.name(),
                        Long.toString(l.entries()),
                        BundleView.size(l.contentBytes()),
                        BundleView.size(l.unpackedBytes())));
        screen.say(table);
        BundleView.requirements(screen, document.requires());
        return ExitCode.OK;
    }
}
