package dev.vivarium.cli.bundle;

import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cloudinit.bundle.BundleSkeleton;
import dev.vivarium.core.config.VivariumConfig;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code bundle schema}: for editors. */
@Command(
        name = "schema",
        description = "Print the JSON Schema of bundle.yaml, by which editors complete and check it.",
        footer = {
            "",
            "Example:",
            "  vivarium bundle schema > bundle.schema.json",
            "  # and as first line of bundle.yaml: # yaml-language-server: $schema=./bundle.schema.json"
        })
public final class BundleSchemaCommand implements Callable<Integer> {
    @ParentCommand
    private BundleCommand bundle;

    @Option(names = "--config-file", description = "The schema of vivarium.yaml instead.")
    private boolean configFile;

    @Override
    public Integer call() {
        bundle.root().host().out().print(configFile ? VivariumConfig.schema() : BundleSkeleton.schema());
        return ExitCode.OK;
    }
}
