package dev.vivarium.testkit.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.core.journal.Json;
import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.ResourceLimits;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.Support;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Capacity;
import dev.vivarium.core.spi.Cloning;
import dev.vivarium.core.spi.Console;
import dev.vivarium.core.spi.Gpus;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.Limits;
import dev.vivarium.core.spi.Snapshots;
import dev.vivarium.core.spi.StopMode;
import dev.vivarium.core.spi.Usage;
import dev.vivarium.core.spi.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One call of a {@link RemoteHypervisor}, made on the hypervisor that is here. */
final class HostCalls {
    private final Hypervisor hypervisor;
    private final JsonNode call;
    private final Work work;

    HostCalls(Hypervisor hypervisor, JsonNode call, Work work) {
        this.hypervisor = hypervisor;
        this.call = call;
        this.work = work;
    }

    Object answer() {
        String name = call.path("call").asText();
        int dot = name.indexOf('.');
        return switch (dot < 0 ? name : name.substring(0, dot)) {
            case "snapshots" -> snapshots(name, facet(hypervisor.snapshots()));
            case "console" -> console(name, facet(hypervisor.console()));
            case "limits" -> limits(name, facet(hypervisor.limits()));
            default -> machines(name);
        };
    }

    private Object machines(String name) {
        return switch (name) {
            case "info" -> hypervisor.info();
            case "facets" -> facets();
            case "supports" -> supports();
            case "preflight" -> hypervisor.preflight(spec());
            case "create" -> hypervisor.create(spec(), work);
            case "clone" -> facet(hypervisor.cloning()).clone(spec(), work);
            case "find" -> hypervisor.find(arg("node", NodeId.class));
            case "machines" -> hypervisor.machines();
            case "start" -> hypervisor.start(machine(), work);
            case "stop" -> hypervisor.stop(machine(), arg("mode", StopMode.class), work);
            case "delete" -> {
                hypervisor.delete(machine(), work);
                yield Wire.nothing();
            }
            case "media" -> hypervisor.media(machine(), List.of(arg("media", Medium[].class)), work);
            case "usage" -> facet(hypervisor.usage()).of(machine());
            case "gpus" -> facet(hypervisor.gpus()).list();
            case "capacity" -> facet(hypervisor.capacity()).now();
            default -> throw unknown(name);
        };
    }

    private Object snapshots(String name, Snapshots snapshots) {
        switch (name) {
            case "snapshots.take":
                return snapshots.take(
                        machine(),
                        arg("snapshot", SnapshotId.class),
                        arg("name", String.class),
                        arg("kind", SnapshotKind.class),
                        work);
            case "snapshots.rollback":
                return snapshots.rollback(machine(), arg("snapshot", SnapshotId.class), work);
            case "snapshots.delete":
                snapshots.delete(machine(), arg("snapshot", SnapshotId.class), work);
                return Wire.nothing();
            case "snapshots.list":
                return snapshots.list(machine());
            default:
                throw unknown(name);
        }
    }

    private Object console(String name, Console console) {
        return switch (name) {
            case "console.tail" -> console.tail(machine(), arg("maxBytes", Integer.class));
            case "console.size" -> console.size(machine());
            case "console.read" -> console.read(machine(), arg("from", Long.class), arg("maxBytes", Integer.class));
            default -> throw unknown(name);
        };
    }

    private Object limits(String name, Limits limits) {
        switch (name) {
            case "limits.apply":
                return limits.apply(machine(), arg("limits", ResourceLimits.class), work);
            case "limits.current":
                return limits.current(machine());
            case "limits.clear":
                limits.clear(machine(), work);
                return Wire.nothing();
            default:
                throw unknown(name);
        }
    }

    /** The empty text for yes, otherwise why not. */
    private String supports() {
        Support support = hypervisor.supports(arg("capability", Capability.class), spec());
        return support instanceof Support.No no ? no.reason() : "";
    }

    private List<String> facets() {
        List<String> names = new ArrayList<>();
        hypervisor.snapshots().ifPresent((Snapshots s) -> names.add("snapshots"));
        hypervisor.console().ifPresent((Console c) -> names.add("console"));
        hypervisor.cloning().ifPresent((Cloning c) -> names.add("cloning"));
        hypervisor.gpus().ifPresent((Gpus g) -> names.add("gpus"));
        hypervisor.capacity().ifPresent((Capacity c) -> names.add("capacity"));
        hypervisor.limits().ifPresent((Limits l) -> names.add("limits"));
        hypervisor.usage().ifPresent((Usage u) -> names.add("usage"));
        return names;
    }

    private static <T> T facet(Optional<T> facet) {
        return facet.orElseThrow(
                () -> new VivariumException(Kind.UNSUPPORTED, "simulated.facet", "the server cannot do this any more"));
    }

    private Machine machine() {
        return arg("machine", Machine.class);
    }

    private MachineSpec spec() {
        return arg("spec", SpecForm.class).spec();
    }

    private <T> T arg(String name, Class<T> type) {
        return Json.read(call.path("args").path(name), type);
    }

    private static VivariumException unknown(String name) {
        return new VivariumException(Kind.INVALID, "simulated.call", "the simulated host knows no call '" + name + "'");
    }
}
