package dev.vivarium.testkit.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.core.journal.Json;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.ResourceLimits;
import dev.vivarium.core.spi.Limits;
import dev.vivarium.core.spi.Work;
import java.util.Optional;

/** Limits on machines in another process. */
final class RemoteLimits implements Limits {
    private final RemoteCalls calls;

    RemoteLimits(RemoteCalls calls) {
        this.calls = calls;
    }

    @Override
    public Applied apply(Machine machine, ResourceLimits limits, Work work) {
        ObjectNode args = RemoteHypervisor.of(machine);
        args.set("limits", Json.tree(limits));
        return Json.read(calls.call("limits.apply", args, work), Applied.class);
    }

    @Override
    public Optional<Applied> current(Machine machine) {
        JsonNode applied = calls.call("limits.current", RemoteHypervisor.of(machine));
        return applied.isNull() ? Optional.empty() : Optional.of(Json.read(applied, Applied.class));
    }

    @Override
    public void clear(Machine machine, Work work) {
        calls.call("limits.clear", RemoteHypervisor.of(machine), work);
    }
}
