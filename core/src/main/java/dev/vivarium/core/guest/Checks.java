package dev.vivarium.core.guest;

import dev.vivarium.cloudinit.bundle.BundleManifest;
import dev.vivarium.cloudinit.bundle.HealthCheck;
import dev.vivarium.cloudinit.bundle.Probe;
import dev.vivarium.core.model.Condition.Name;
import dev.vivarium.core.model.Condition.Status;
import dev.vivarium.core.model.Endpoint;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeBundle;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.VerificationReport.Check;
import dev.vivarium.core.model.VivariumException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/** The single checks. Each says what it saw. */
final class Checks {
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final int COMMAND_NOT_FOUND = 127;

    /** It beats every 5 s; a busy, emulated guest may miss some. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(90);

    private static final Duration THOUGHT = Duration.ofMinutes(3);

    private final Node node;
    private final Machine machine;
    private final Optional<BundleManifest> manifest;
    private final Clock clock;
    private final List<Check> done = new ArrayList<>();

    Checks(Node node, Machine machine, Optional<BundleManifest> manifest, Clock clock) {
        this.node = node;
        this.machine = machine;
        this.manifest = manifest;
        this.clock = clock;
    }

    List<Check> all(GuestReport report, GuestSession guest) {
        withoutProbes(report, guest);
        manifest.ifPresent(m -> m.probes().forEach(p -> probe(p, guest)));
        return done;
    }

    /** The same, but for the probes, which leave a trace in the node's memory. */
    List<Check> withoutProbes(GuestReport report, GuestSession guest) {
        check(
                Name.STARTED,
                "machine",
                () -> machine.power() == Power.RUNNING ? yes(machine.ref()) : no("it does not run"));
        check(Name.REACHABLE, "ssh", () -> yes("logged in, host key as pinned"));
        check(Name.CLOUD_INIT_DONE, "cloud-init", () -> cloudInit(report.cloudInit()));
        manifest.ifPresent(m -> {
            NodeBundle bundle = node.bundle().orElseThrow();
            check(
                    Name.BUNDLE_VERIFIED,
                    "bundle " + bundle.name() + " " + bundle.release(),
                    () -> bundle(bundle, report));
            if (!m.requires().cpuFeatures().isEmpty()) {
                check(
                        Name.CPU_FEATURES_PRESENT,
                        "cpu features",
                        () -> cpuFeatures(m.requires().cpuFeatures(), guest));
            }
            m.services()
                    .forEach(s -> check(
                            Name.SERVICES_ACTIVE,
                            "service " + s.unitName(),
                            () -> service(report.services(), s.unitName())));
            report.containers().forEach(c -> check(Name.SERVICES_ACTIVE, "container " + c.name(), () -> container(c)));
            // from outside, while the guest is asked from inside: an emulated one has two processors to answer with
            FutureTask<List<Check>> ports = Beside.begin(() -> m.ports().stream()
                    .map(p -> seen(Name.PORTS_OPEN, "port " + p.port(), () -> port(p.port(), page(m, p.port()))))
                    .toList());
            List<Check> health = m.health().stream()
                    .map(h -> seen(Name.HEALTHY, "health " + h.name(), () -> health(h, guest)))
                    .toList();
            done.addAll(Beside.join(ports));
            done.addAll(health);
        });
        if (node.spec().gpus() > 0) {
            check(Name.GPU_PRESENT, "gpu", () -> gpu(guest));
        }
        return done;
    }

    /** What a check saw. */
    private record Seen(boolean holds, String evidence, String log) {}

    private static Seen yes(String evidence) {
        return new Seen(true, evidence, "");
    }

    private static Seen no(String evidence) {
        return new Seen(false, evidence, "");
    }

    private interface Look {
        Seen look();
    }

    private void check(Name condition, String name, Look look) {
        done.add(seen(condition, name, look));
    }

    private Check seen(Name condition, String name, Look look) {
        Instant began = clock.instant();
        Seen seen;
        try {
            seen = look.look();
        } catch (VivariumException e) {
            if (e.kind() == Kind.CANCELLED) {
                throw e; // says nothing about the guest
            }
            seen = new Seen(false, e.message(), e.logTail());
        }
        Status status = seen.holds() ? Status.TRUE : Status.FALSE;
        return new Check(
                condition,
                name,
                status,
                Printable.line(seen.evidence()),
                seen.log(),
                Duration.between(began, clock.instant()));
    }

    private static Seen cloudInit(GuestReport.CloudInit cloudInit) {
        if (!cloudInit.begun()) {
            return no("it did not run in this boot: it found no seed, or was switched off (disabled-by-generator)");
        }
        if (!cloudInit.finished()) {
            return no("it has not ended");
        }
        if (!cloudInit.errors().isEmpty()) {
            return no("it reports: " + String.join("; ", cloudInit.errors()));
        }
        String warnings =
                cloudInit.warnings().isEmpty() ? "" : "; with warnings: " + String.join("; ", cloudInit.warnings());
        return cloudInit.datasource().contains("NoCloud")
                ? yes(cloudInit.datasource() + warnings)
                : no("it took another datasource than the seed: " + cloudInit.datasource());
    }

    private static Seen bundle(NodeBundle bundle, GuestReport report) {
        GuestReport.NodeStatus status = report.node().orElse(null);
        if (status == null) {
            return no("vivarium-node.service has not begun");
        }
        if (!status.bootId().equals(report.bootId())) {
            return no("its status is of an earlier boot");
        }
        if (!status.phase().equals("ready")) {
            return new Seen(
                    false,
                    status.phase() + ": " + status.detail(),
                    status.failure().map(GuestReport.Failure::logTail).orElse(""));
        }
        Duration silent = status.beatUptime()
                .map(report.uptime()::minus)
                .orElseGet(() -> Duration.between(status.beat(), report.now()))
                .abs();
        if (silent.compareTo(HEARTBEAT) > 0) {
            return no("its last sign of life is " + silent.toSeconds() + " s old; 'systemctl status vivarium-node' says"
                    + " more");
        }
        return status.bundleDigest().equals(bundle.digest().toString())
                ? yes(bundle.digest().brief() + " unpacked, every part as its digest says")
                : no("it runs another bundle: " + status.bundleDigest());
    }

    private static Seen service(Map<String, String> services, String unit) {
        String state = services.getOrDefault(unit, "unknown");
        return state.equals("active") ? yes(state) : no(state);
    }

    private static Seen container(GuestContainer container) {
        return new Seen(container.isWell(), container.evidence(), container.isWell() ? "" : container.logTail());
    }

    /** What whoever listens on this port is known to answer. */
    private static Optional<HttpCall> page(BundleManifest manifest, int port) {
        return manifest.health().stream()
                .filter(h -> h.port() == port)
                .flatMap(h -> h instanceof HealthCheck.Http http ? Stream.of(http) : Stream.empty())
                .findFirst()
                .map(http -> HttpCall.get(port, http.path()));
    }

    private Seen port(int port, Optional<HttpCall> page) {
        Endpoint endpoint = machine.reach(port).orElse(null);
        if (endpoint == null) {
            return no("it is not published");
        }
        return OpenPort.isOpen(endpoint, page) ? yes("open at " + endpoint) : no("nothing answers at " + endpoint);
    }

    private static Seen health(HealthCheck check, GuestSession guest) {
        if (check instanceof HealthCheck.Http http) {
            HttpAnswer answer = guest.http(HttpCall.get(http.port(), http.path()), ANSWER);
            if (answer.status() != http.status()) {
                return no("HTTP " + answer.status() + " instead of " + http.status() + ": " + answer.body());
            }
            boolean contains = http.contains().map(answer.body()::contains).orElse(true);
            return contains
                    ? yes("HTTP " + answer.status())
                    : no("the answer lacks '" + http.contains().orElse("") + "': " + answer.body());
        }
        return guest.tcp(check.port(), ANSWER) ? yes("port " + check.port() + " accepts") : no("nobody listens");
    }

    private void probe(Probe probe, GuestSession guest) {
        String name = "probe " + probe.name();
        if (done.stream().allMatch(c -> c.status() == Status.TRUE || c.condition() == Name.PROBES_PASSED)) {
            check(Name.PROBES_PASSED, name, () -> answer(probe, guest));
        } else {
            String why = "not asked, as something before it does not hold";
            done.add(new Check(Name.PROBES_PASSED, name, Status.UNKNOWN, why, "", Duration.ZERO));
        }
    }

    private Seen answer(Probe probe, GuestSession guest) {
        String said = Asking.ask(guest, probe.port(), probe.path(), probe.prompt(), THOUGHT)
                .text();
        return probe.expect().holds(said, node.spec().name())
                ? yes("«" + said + "»")
                : no("answered «" + said + "», expected: "
                        + probe.expect().describe(node.spec().name()));
    }

    private static Seen cpuFeatures(List<String> needed, GuestSession guest) {
        ExecResult result = guest.exec(GuestCommands.CPU_FLAGS, ANSWER);
        int colon = result.out().indexOf(':');
        if (!result.ok() || colon < 0) {
            return no("/proc/cpuinfo does not tell: " + result.brief());
        }
        Set<String> flags = new HashSet<>(
                Arrays.asList(result.out().substring(colon + 1).strip().split("\\s+")));
        List<String> missing = needed.stream().filter(f -> !flags.contains(f)).toList();
        return missing.isEmpty()
                ? yes(String.join(" ", needed))
                : no("the processor lacks " + String.join(" ", missing)
                        + "; move the node to a hypervisor that has it, or give it another CPU model");
    }

    /** What its driver says; where there is no such driver, what is on the bus. */
    private Seen gpu(GuestSession guest) {
        ExecResult result = guest.exec(GuestCommands.LIST_GPUS, ANSWER);
        if (result.exit() == COMMAND_NOT_FOUND) {
            return gpuOnTheBus(guest);
        }
        long seen = result.out().lines().filter(l -> l.startsWith("GPU ")).count();
        if (!result.ok() || seen == 0) {
            return no("nvidia-smi sees none: " + result.brief());
        }
        return seen >= node.spec().gpus()
                ? yes(result.out())
                : no("nvidia-smi sees " + seen + " instead of " + node.spec().gpus() + ": " + result.out());
    }

    private Seen gpuOnTheBus(GuestSession guest) {
        ExecResult result = guest.exec(GuestCommands.PCI_CLASSES, ANSWER);
        long seen = result.out().lines().filter(l -> l.startsWith("0x03")).count();
        String what = "there is no nvidia-smi, and the PCI bus sees ";
        return seen >= node.spec().gpus() && seen > 0
                ? yes(seen + " on the PCI bus; there is no nvidia-smi to tell more")
                : no(what
                        + (seen == 0
                                ? "none"
                                : seen + " instead of " + node.spec().gpus()));
    }
}
