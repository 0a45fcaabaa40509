package dev.vivarium.service;

import dev.vivarium.core.config.Surroundings;
import dev.vivarium.core.config.VivariumConfig;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.service.config.ListenAddress;
import dev.vivarium.service.config.ServiceConfig;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sun.misc.Signal;

/** {@code vivarium serve}. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs the provisioner service: nodes, snapshots and sessions over REST.",
        footer = {
            "",
            "It listens on 127.0.0.1:8420 and keeps its state in a file, unless vivarium.yaml says otherwise. At its first start"
                    + " it writes an admin token to admin.token in its home, which the other commands read.",
            "SIGTERM stops it in order; what runs goes on at the next start. SIGHUP reads vivarium.yaml and the certificate"
                    + " again.",
            "",
            "Example:",
            "  ./vivarium serve &",
            "  curl -H \"Authorization: Bearer $$(cat ~/.local/share/vivarium/admin.token)\""
                    + " http://127.0.0.1:8420/v1/nodes"
        })
public final class Main implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    @Option(names = "--config", paramLabel = "FILE", description = "vivarium.yaml; without it everything has a default")
    private @Nullable Path file;

    @Option(names = "--home", paramLabel = "DIR", description = "where journal, machines and keys are")
    private @Nullable Path home;

    @Option(names = "--bind", paramLabel = "ADDRESS", description = "listen on this address")
    private @Nullable String bind;

    @Option(names = "--port", paramLabel = "PORT", description = "listen on this port; 0 for any that is free")
    private @Nullable Integer port;

    @Option(
            names = "--insecure",
            description = "listen without TLS beyond this computer too: whoever can read the network reads the tokens")
    private boolean insecure;

    @Option(names = "--new-admin-token", description = "make a new admin token first; earlier ones stay good")
    private boolean newAdminToken;

    @Option(names = "--print-unit", description = "print a systemd unit that runs this, and do nothing else")
    private boolean printUnit;

    private Main() {}

    /** Runs until it is told to stop. */
    public static void main(String[] args) {
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        CommandLine line = new CommandLine(new Main()).setExecutionExceptionHandler((e, command, parsed) -> {
            if (e instanceof VivariumException failure) {
                err.println("vivarium serve: " + failure.message());
                return 1;
            }
            throw e;
        });
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() throws Exception {
        if (printUnit) {
            System.out.print(UnitText.of(System.getProperty("vivarium.launcher", "/usr/bin/vivarium"), options()));
            return 0;
        }
        ServiceConfig config = config();
        refuseOpenDoor(config);
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        try (Service service = Service.start(config, Clock.systemUTC())) {
            if (newAdminToken) {
                service.makeAdminToken();
            }
            Runtime.getRuntime().addShutdownHook(new Thread(() -> await(stop, stopped), "vivarium-stop"));
            Signal.handle(new Signal("HUP"), signal -> reload(service));
            System.out.println("ready on " + service.address() + "; the admin token is in " + service.adminTokenFile());
            stop.await();
            LOG.info("stopping");
        } finally {
            stopped.countDown();
        }
        return 0;
    }

    /** The signal waits for the end of what runs; the process ends with this thread. */
    private static void await(CountDownLatch stop, CountDownLatch stopped) {
        stop.countDown();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reload(Service service) {
        try {
            service.reload(config());
            LOG.info("the configuration was read again");
        } catch (VivariumException e) {
            LOG.error("the configuration was not read again: {}", e.message());
        }
    }

    private ServiceConfig config() {
        Surroundings surroundings = Surroundings.current();
        ServiceConfig read = Optional.ofNullable(file)
                .map(f -> ServiceConfig.read(f, surroundings))
                .orElseGet(() -> ServiceConfig.standard(installation(surroundings)));
        ListenAddress listen = read.listen();
        return read.listening(new ListenAddress(
                Optional.ofNullable(bind).orElse(listen.host()),
                Optional.ofNullable(port).orElse(listen.port())));
    }

    private VivariumConfig installation(Surroundings surroundings) {
        VivariumConfig standard = VivariumConfig.standard(surroundings);
        return Optional.ofNullable(home).map(standard::withHome).orElse(standard);
    }

    private void refuseOpenDoor(ServiceConfig config) {
        if (!config.listen().isLoopback() && config.tls().isEmpty() && !insecure) {
            throw new VivariumException(
                    Kind.INVALID,
                    "listen.insecure",
                    config.listen().host() + " can be reached from elsewhere, and there is no certificate: name one in"
                            + " vivarium.yaml (service.tls), or say --insecure where the network is trusted");
        }
    }

    private String options() {
        StringBuilder options = new StringBuilder();
        Optional.ofNullable(file).ifPresent(f -> options.append(" --config ").append(f.toAbsolutePath()));
        Optional.ofNullable(home).ifPresent(h -> options.append(" --home ").append(h.toAbsolutePath()));
        Optional.ofNullable(bind).ifPresent(b -> options.append(" --bind ").append(b));
        Optional.ofNullable(port).ifPresent(p -> options.append(" --port ").append(p));
        return insecure ? options + " --insecure" : options.toString();
    }
}
