package dev.vivarium.service.hypervisors;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.config.HypervisorConfig;
import dev.vivarium.core.engine.Installation;
import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.ImageReference;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.NetworkMode;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.Support;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.HypervisorInfo;
import dev.vivarium.service.http.WireJson;
import dev.vivarium.service.hypervisors.HypervisorBody.CapabilityBody;
import dev.vivarium.service.hypervisors.HypervisorBody.CapacityBody;
import dev.vivarium.service.hypervisors.HypervisorBody.Health;
import dev.vivarium.service.hypervisors.HypervisorBody.WatchBody;
import dev.vivarium.service.watch.HypervisorHealth;
import dev.vivarium.service.watch.Lookouts;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The configured hypervisors, as last seen; one that does not answer keeps nobody waiting for longer than a moment. */
public final class Hypervisors implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final Installation installation;
    private final Lookouts lookouts;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();
    private final Map<String, Future<Seen>> looks = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "vivarium-hypervisor-look");
        thread.setDaemon(true);
        return thread;
    });

    /** Those of this installation, and what the watch says of them. */
    public Hypervisors(Vivarium vivarium, Lookouts lookouts) {
        this.installation = vivarium.installation();
        this.lookouts = lookouts;
    }

    /** What was seen of one. */
    private record Seen(
            Health health,
            Optional<String> problem,
            Instant at,
            Optional<HypervisorInfo> info,
            Optional<CapacityBody> capacity,
            List<CapabilityBody> can) {}

    /** As it was seen a moment ago at most; looked at now if that is longer ago. */
    HypervisorBody look(HypervisorConfig config) {
        Seen last = seen.get(config.name());
        Instant now = installation.clock().instant();
        if (last == null || last.at().plus(FRESH).isBefore(now)) {
            last = lookNow(config);
        }
        return body(config, last);
    }

    private Seen lookNow(HypervisorConfig config) {
        Future<Seen> look = looks.computeIfAbsent(config.name(), name -> threads.submit(() -> ask(name)));
        try {
            Seen answer = look.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            looks.remove(config.name(), look);
            seen.put(config.name(), answer);
            return answer;
        } catch (TimeoutException e) {
            return down("it has not answered for " + PATIENCE.toSeconds() + " s");
        } catch (ExecutionException e) {
            looks.remove(config.name(), look);
            return down(e.getCause() instanceof VivariumException v ? v.message() : "it could not be asked");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return down("the look was interrupted");
        }
    }

    private Seen ask(String name) {
        Hypervisor hypervisor = installation.hypervisor(name);
        HypervisorInfo info = hypervisor.info();
        hypervisor.machines(); // what it says of itself may be remembered; this it has to find out
        MachineSpec any = anyMachine();
        List<CapabilityBody> can = Arrays.stream(Capability.values())
                .map(c -> capability(c, hypervisor.supports(c, any)))
                .toList();
        Optional<CapacityBody> capacity = hypervisor.capacity().map(c -> CapacityBody.of(c.now()));
        return new Seen(Health.UP, Optional.empty(), installation.clock().instant(), Optional.of(info), capacity, can);
    }

    private Seen down(String why) {
        Instant now = installation.clock().instant();
        return new Seen(Health.DOWN, Optional.of(why), now, Optional.empty(), Optional.empty(), List.of());
    }

    private HypervisorBody body(HypervisorConfig config, Seen look) {
        long nodes = installation.journal().nodes().stream()
                .filter(n -> n.spec().hypervisor().equals(config.name()))
                .count();
        return new HypervisorBody(
                config.name(),
                config.kind(),
                look.health(),
                look.problem(),
                Optional.of(look.at()),
                look.info().map(HypervisorInfo::version),
                config.parallel(),
                look.info().map(HypervisorInfo::details),
                Math.toIntExact(nodes),
                look.capacity(),
                lookouts.health(config.name()).map(Hypervisors::watch),
                Optional.of(look.can()).filter(c -> !c.isEmpty()));
    }

    private static WatchBody watch(HypervisorHealth health) {
        return new WatchBody(
                health.up() ? Health.UP : Health.DOWN,
                health.since(),
                health.seenAt(),
                health.lookedAt(),
                health.problem());
    }

    private static CapabilityBody capability(Capability capability, Support support) {
        Optional<String> reason = support instanceof Support.No no ? Optional.of(no.reason()) : Optional.empty();
        return new CapabilityBody(WireJson.text(capability), support.isYes(), reason);
    }

    private MachineSpec anyMachine() {
        return new MachineSpec(
                NodeId.random(),
                installation.id(),
                "any",
                new DiskSource.Pending(new ImageReference.Named("any")),
                2,
                1024,
                4096,
                2,
                List.of(),
                NetworkMode.NAT,
                "52:54:00:00:00:01",
                List.of(22),
                List.of());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
