package dev.vivarium.cli.command;

import dev.vivarium.cli.autostart.Autostart;
import dev.vivarium.cli.nodes.LibraryNodes;
import dev.vivarium.cli.nodes.LocalWork;
import dev.vivarium.cli.nodes.Nodes;
import dev.vivarium.cli.nodes.Task;
import dev.vivarium.cli.output.ProgressView;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.cli.service.ServerOptions;
import dev.vivarium.cli.service.ServiceNodes;
import dev.vivarium.client.VivariumClient;
import dev.vivarium.core.Vivarium;
import dev.vivarium.core.config.VivariumConfig;
import dev.vivarium.core.engine.Progress;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Work;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What all commands share: the global options, the way to the library, and how an operation is watched. */
@Command(
        name = "vivarium",
        description =
                "Creates virtual machines for AI bundles, proves that they came up, snapshots them and rolls them back.",
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "'./vivarium serve' runs the service; with --server URL, or a context, commands work on one.",
            "",
            "Exit codes: 0 done, 1 a mistake of ours, 2 wrong usage, 3 not found, 4 conflict, 5 not possible here,",
            "6 denied, 7 something that it needs is missing (space, memory, or what a check before the start found),",
            "8 unavailable, 9 timed out, 10 the hypervisor failed, 11 the guest failed, 12 a person has to look,",
            "130 cancelled."
        })
public final class VivariumCommand {
    private final Host host;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "vivarium.yaml; without one everything has a default.")
    private @Nullable Path config;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Where journal, machines and keys are; overrides the file.")
    private @Nullable Path home;

    @Mixin
    private ServerOptions server;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "One JSON document on standard output.")
    private boolean json;

    @Option(names = "--events", scope = ScopeType.INHERIT, description = "Progress as JSON lines on standard error.")
    private boolean events;

    @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "No colours; NO_COLOR does the same.")
    private boolean noColor;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Show the log, and the stack trace of an error.")
    private boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    private boolean version;

    /** The commands of this host. */
    public VivariumCommand(Host host) {
        this.host = host;
    }

    /** The computer and the user. */
    public Host host() {
        return host;
    }

    /** True with {@code -v}. */
    public boolean verbose() {
        return verbose;
    }

    /** Quiet unless {@code -v} says otherwise; must come before anything makes a logger. */
    public void prepareLogging() {
        if (verbose) {
            System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "info");
            System.setProperty("org.slf4j.simpleLogger.log.dev.vivarium", "debug");
        }
    }

    /** Where to write. */
    public Screen screen() {
        boolean color =
                host.terminal() && !noColor && host.environment("NO_COLOR").isEmpty();
        return new Screen(host.out(), host.err(), new Screen.Form(json, events, host.terminal(), color));
    }

    /** The configuration: of {@code --config}, of the user's own file, or the standard one. */
    public VivariumConfig config() {
        VivariumConfig read = Optional.ofNullable(config)
                .or(this::usersFile)
                .map(file -> VivariumConfig.read(file, host.surroundings()))
                .orElseGet(() -> VivariumConfig.standard(host.surroundings()));
        return home == null ? read : read.withHome(home);
    }

    /** The directory of {@code --home}. */
    public Optional<Path> home() {
        return Optional.ofNullable(home).map(h -> h.toAbsolutePath().normalize());
    }

    /** How this very program is called again, with the options that name this installation. */
    List<String> program() {
        List<String> program = new ArrayList<>();
        String launcher = System.getProperty("vivarium.launcher", "");
        if (launcher.isEmpty()) {
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            program.addAll(List.of(java, "-cp", absoluteClassPath(), "dev.vivarium.cli.Main"));
        } else {
            program.add(launcher);
        }
        Optional.ofNullable(config)
                .or(this::usersFile)
                .ifPresent(file ->
                        program.addAll(List.of("--config", file.toAbsolutePath().toString())));
        Optional.ofNullable(home)
                .ifPresent(directory -> program.addAll(
                        List.of("--home", directory.toAbsolutePath().toString())));
        return program;
    }

    private static String absoluteClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Which nodes come back by themselves. */
    Autostart autostart() {
        return new Autostart(
                host.surroundings().environment(), host.surroundings().userHome(), host.programs()::run);
    }

    /** The library on that configuration; to be closed. */
    public Vivarium open() {
        return Vivarium.open(config());
    }

    /** The nodes that commands are about, wherever they are kept; to be closed. */
    public Nodes nodes() {
        return client().<Nodes>map(ServiceNodes::new).orElseGet(() -> new LibraryNodes(config(), host.clock()));
    }

    /**
     * The service that the user chose.
     *
     * @throws VivariumException INVALID if none was
     */
    public VivariumClient service() {
        return client().orElseThrow(() -> new VivariumException(
                Kind.INVALID,
                "server.none",
                "this needs a service: start one with 'vivarium serve', then say --server http://127.0.0.1:8420,"
                        + " or once and for all: vivarium context add local --server http://127.0.0.1:8420"));
    }

    private Optional<VivariumClient> client() {
        return server.client(
                config != null || home != null,
                host.surroundings().environment(),
                contextsFile(),
                () -> config().home());
    }

    /** {@code --server} and the like. */
    public ServerOptions server() {
        return server;
    }

    /** Where the user's contexts are. */
    public Path contextsFile() {
        return settings().resolve("contexts.json");
    }

    /** Shows the progress of work until it ends. Ctrl-C does what the work says; a second one leaves at once. */
    public <T> T watch(Task<T> task) {
        return watch(task, progress -> {});
    }

    /** The same, with one more listener. */
    public <T> T watch(Task<T> task, Consumer<Progress> listener) {
        AtomicBoolean asked = new AtomicBoolean();
        try (ProgressView view = ProgressView.on(screen(), host.zone());
                Interrupts.Registration watching = host.interrupts().onInterrupt(() -> interrupted(task, asked))) {
            task.onProgress(listener.andThen(view)::accept);
            return task.await();
        }
    }

    /** Shows the progress of work that is no node's operation; Ctrl-C cancels it likewise. */
    public <T> T watch(String kind, String what, Function<Work, T> action) {
        return watch(new LocalWork<>(kind, what, host.clock(), action));
    }

    private void interrupted(Task<?> task, AtomicBoolean asked) {
        if (asked.getAndSet(true)) {
            host.err().println("\nleft at once; the same command again goes on from here");
            Runtime.getRuntime().halt(130);
        }
        host.err().println("\n" + task.interrupt());
    }

    private Optional<Path> usersFile() {
        String named = host.environment("VIVARIUM_CONFIG");
        if (!named.isEmpty()) {
            return Optional.of(Path.of(named));
        }
        return Optional.of(settings().resolve("vivarium.yaml")).filter(Files::exists);
    }

    /** The directory of the user's own settings. */
    private Path settings() {
        String xdg = host.environment("XDG_CONFIG_HOME");
        Path base = xdg.startsWith("/")
                ? Path.of(xdg)
                : host.surroundings().userHome().resolve(".config");
        return base.resolve("vivarium");
    }
}
