package dev.vivarium.cli.context;

import dev.vivarium.cli.command.ServiceCommand;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.service.Context;
import dev.vivarium.cli.service.Contexts;
import dev.vivarium.cli.service.ServerOptions;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code context add}: names a service. */
@Command(
        name = "add",
        description = {
            "Name a service. The first one is used from then on.",
            "Its token is read from --token-file, and kept with the name."
        },
        footer = {"", "Example:", "  vivarium context add local --server http://127.0.0.1:8420"})
final class ContextAddCommand extends ServiceCommand {
    @Parameters(paramLabel = "NAME", description = "What it is called.")
    private String name = "";

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "Believe certificates that those in this file signed.")
    private @Nullable Path caFile;

    @Option(
            names = "--fingerprint",
            paramLabel = "SHA256",
            description = "Believe exactly the certificate of this SHA-256.")
    private @Nullable String fingerprint;

    @Option(names = "--plain-http", description = "Send the token over plain HTTP beyond this machine, too.")
    private boolean plainHttp;

    @Override
    public Integer call() {
        ServerOptions options = group().root().server();
        String server = options.server()
                .orElseThrow(() -> new ParameterException(spec().commandLine(), "say which service: --server URL"));
        Context context = new Context(
                server,
                options.tokenFile().map(f -> ServerOptions.secretIn(f).reveal()),
                Optional.ofNullable(caFile).map(f -> f.toAbsolutePath().toString()),
                Optional.ofNullable(fingerprint),
                plainHttp);
        context.check();
        Path file = group().root().contextsFile();
        Contexts all = Contexts.read(file).with(name, context);
        all.write(file);
        screen().say(name + " is " + server
                + (all.current().equals(Optional.of(name))
                        ? "; commands use it now"
                        : "; use it with: vivarium context use " + name));
        return ExitCode.OK;
    }
}
