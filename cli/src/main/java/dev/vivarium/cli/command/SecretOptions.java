package dev.vivarium.cli.command;

import dev.vivarium.core.config.SecretRef;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --secret}: where the values of the bundle's secrets are kept. The values themselves are never on a command line. */
final class SecretOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--secret",
            paramLabel = "NAME=WHERE",
            description = "Where one of the bundle's secrets is kept: env:VARIABLE or file:PATH; may be repeated.")
    private Map<String, String> secrets = new LinkedHashMap<>();

    /** The places, by name; paths are absolute. */
    Map<String, String> references() {
        Map<String, String> references = new TreeMap<>();
        secrets.forEach((name, where) -> references.put(name, reference(name, where)));
        return references;
    }

    private String reference(String name, String where) {
        try {
            return SecretRef.parse(where, Path.of("").toAbsolutePath()).toString();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--secret " + name + ": " + e.getMessage(), e);
        }
    }
}
