package dev.vivarium.cli;

import dev.vivarium.cli.command.Host;
import dev.vivarium.cli.command.Interrupts;
import dev.vivarium.core.config.Surroundings;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.service.Service;
import dev.vivarium.service.config.ListenAddress;
import dev.vivarium.service.config.ServiceConfig;
import dev.vivarium.testkit.simulated.SimulatedProvider;
import dev.vivarium.testkit.simulated.SimulatedServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A home, a configuration with a simulated hypervisor, a bundle; and the command line in it. */
public final class House implements AutoCloseable {
    private static final String MANIFEST = """
            version: 1
            name: muse
            release: "1"
            ports:
              - {name: agent, port: 8080}
            health:
              - {name: agent, http: {port: 8080, path: /health, status: 200}}
            """;

    private final Path directory;
    private final Path config;
    private final List<List<String>> programs = new ArrayList<>();
    private volatile ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private volatile ByteArrayOutputStream said = new ByteArrayOutputStream();
    private Interrupts interrupts = action -> () -> {};
    private final Map<String, String> environment = new HashMap<>(Map.of("PATH", "/usr/bin:/bin"));
    private @Nullable Service service;

    public House(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(bundle());
        Files.writeString(bundle().resolve("bundle.yaml"), MANIFEST);
        Files.writeString(Files.createDirectories(bundle().resolve("memory")).resolve("первая.txt"), "мысль\n");
        Files.write(directory.resolve("disk.raw"), partitioned());
        config = Files.writeString(directory.resolve("vivarium.yaml"), """
                version: 1
                home: home
                cache: cache
                hypervisors:
                  local: {kind: simulated}
                defaults: {cores: 1, memory: 512M, disk: 4G, image: "file:disk.raw", inactivityLimit: 5s}
                """);
    }

    /** From now on commands ask a service, which keeps the same home. */
    public House withService() {
        Surroundings surroundings = new Surroundings(environment, directory, List.of(new SimulatedProvider()));
        ServiceConfig settings = ServiceConfig.read(config, surroundings).listening(new ListenAddress("127.0.0.1", 0));
        service = Service.start(settings, Clock.systemUTC());
        return this;
    }

    /** The options that say whom commands ask. */
    private List<String> whom() {
        Service one = service;
        return one == null
                ? List.of("--config", config.toString())
                : List.of(
                        "--server",
                        one.address().toString(),
                        "--token-file",
                        one.adminTokenFile().toString());
    }

    /** The service. */
    public Service service() {
        return Objects.requireNonNull(service);
    }

    /** What commands find in their environment. */
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public void close() {
        Service one = service;
        if (one != null) {
            one.close();
        }
    }

    /** The first sector of a disk with one partition: enough to pass for an image. */
    private static byte[] partitioned() {
        byte[] sector = new byte[1024];
        sector[446 + 4] = (byte) 0x83;
        sector[510] = 0x55;
        sector[511] = (byte) 0xaa;
        return sector;
    }

    /** What a command left. */
    public record Run(int exit, String out, String err) {}

    public Path bundle() {
        return directory.resolve("AGI-core");
    }

    public SimulatedServer server() {
        return SimulatedProvider.server(directory.resolve("home/hypervisors/local"));
    }

    /** Nothing is wrong with the guests any more. */
    public void heal() {
        server().behave();
        server().connect("local", new InstallationId("local"))
                .machines()
                .forEach(machine -> server().guest(machine).behave());
    }

    /** What was started in the terminal, such as ssh. */
    public List<List<String>> programs() {
        return programs;
    }

    /** Presses Ctrl-C by these. */
    public void interrupts(Interrupts value) {
        this.interrupts = value;
    }

    /** Runs one command with this house's configuration. */
    public Run vivarium(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(1, whom());
        return bare(all.toArray(String[]::new));
    }

    /** What the command that was begun last has shown up to now. */
    public Supplier<String> shown() {
        ByteArrayOutputStream out = shown;
        return () -> out.toString(StandardCharsets.UTF_8);
    }

    /** What it has said on standard error up to now. */
    public Supplier<String> shownErrors() {
        return () -> said.toString(StandardCharsets.UTF_8);
    }

    /** Runs one command as it stands. */
    public Run bare(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        shown = out;
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        said = err;
        Host host = host(out, err);
        int exit = Main.run(host, args);
        return new Run(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** This computer, with these as standard output and error. */
    public Host host(ByteArrayOutputStream out, ByteArrayOutputStream err) {
        return new Host(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                new Surroundings(environment, directory, List.of(new SimulatedProvider())),
                Clock.systemUTC(),
                ZoneOffset.UTC,
                command -> {
                    programs.add(command);
                    return 7;
                },
                interrupts);
    }
}
