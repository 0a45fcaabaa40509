package dev.vivarium.testkit.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.core.journal.Json;
import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Gpu;
import dev.vivarium.core.model.HostResources;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.ResourceUsage;
import dev.vivarium.core.model.Support;
import dev.vivarium.core.spi.Capacity;
import dev.vivarium.core.spi.Cloning;
import dev.vivarium.core.spi.Console;
import dev.vivarium.core.spi.Gpus;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.HypervisorInfo;
import dev.vivarium.core.spi.Limits;
import dev.vivarium.core.spi.Snapshots;
import dev.vivarium.core.spi.StopMode;
import dev.vivarium.core.spi.Usage;
import dev.vivarium.core.spi.Work;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A simulated hypervisor in another process. */
class RemoteHypervisor implements Hypervisor {
    private final RemoteCalls calls;

    RemoteHypervisor(RemoteCalls calls) {
        this.calls = calls;
    }

    @Override
    public HypervisorInfo info() {
        HypervisorInfo info = Json.read(calls.call("info", Wire.nothing()), HypervisorInfo.class);
        return new HypervisorInfo(info.name(), RemoteProvider.KIND, info.version(), info.details(), info.cpuFeatures());
    }

    @Override
    public Support supports(Capability capability, MachineSpec spec) {
        ObjectNode args = of(spec);
        args.put("capability", capability.name());
        String reason = calls.call("supports", args).asText();
        return reason.isEmpty() ? Support.yes() : Support.no(reason);
    }

    @Override
    public List<Finding> preflight(MachineSpec spec) {
        return List.of(Json.read(calls.call("preflight", of(spec)), Finding[].class));
    }

    @Override
    public Machine create(MachineSpec spec, Work work) {
        return machine(calls.call("create", of(spec), work));
    }

    @Override
    public Optional<Machine> find(NodeId node) {
        JsonNode found = calls.call("find", Wire.message("node", node));
        return found.isNull() ? Optional.empty() : Optional.of(machine(found));
    }

    @Override
    public List<Machine> machines() {
        return List.of(Json.read(calls.call("machines", Wire.nothing()), Machine[].class));
    }

    @Override
    public Machine start(Machine machine, Work work) {
        return machine(calls.call("start", of(machine), work));
    }

    @Override
    public Machine stop(Machine machine, StopMode mode, Work work) {
        return machine(calls.call("stop", of(machine).put("mode", mode.name()), work));
    }

    @Override
    public void delete(Machine machine, Work work) {
        calls.call("delete", of(machine), work);
    }

    @Override
    public Machine media(Machine machine, List<Medium> wanted, Work work) {
        ObjectNode args = of(machine);
        args.set("media", Json.tree(wanted));
        return machine(calls.call("media", args, work));
    }

    @Override
    public Optional<Snapshots> snapshots() {
        return facet("snapshots", new RemoteSnapshots(calls));
    }

    @Override
    public Optional<Console> console() {
        return facet("console", new RemoteConsole(calls));
    }

    @Override
    public Optional<Limits> limits() {
        return facet("limits", new RemoteLimits(calls));
    }

    @Override
    public Optional<Usage> usage() {
        return facet("usage", machine -> Json.read(calls.call("usage", of(machine)), ResourceUsage.class));
    }

    @Override
    public Optional<Cloning> cloning() {
        return facet("cloning", (spec, work) -> machine(calls.call("clone", of(spec), work)));
    }

    @Override
    public Optional<Gpus> gpus() {
        return facet("gpus", () -> List.of(Json.read(calls.call("gpus", Wire.nothing()), Gpu[].class)));
    }

    @Override
    public Optional<Capacity> capacity() {
        return facet("capacity", () -> Json.read(calls.call("capacity", Wire.nothing()), HostResources.class));
    }

    /** Asked anew each time: what the server can do may change. */
    private <T> Optional<T> facet(String name, T facet) {
        Set<String> present = Set.of(Json.read(calls.call("facets", Wire.nothing()), String[].class));
        return present.contains(name) ? Optional.of(facet) : Optional.empty();
    }

    @Override
    public void close() {
        calls.close();
    }

    /** The arguments of a call about this machine. */
    static ObjectNode of(Machine machine) {
        return Wire.message("machine", machine);
    }

    private static ObjectNode of(MachineSpec spec) {
        return Wire.message("spec", SpecForm.of(spec));
    }

    /** The machine that was answered. */
    static Machine machine(JsonNode answer) {
        return Json.read(answer, Machine.class);
    }
}
