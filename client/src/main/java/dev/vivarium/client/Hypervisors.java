package dev.vivarium.client;

import dev.vivarium.client.model.Gpu;
import dev.vivarium.client.model.Hypervisor;
import dev.vivarium.client.model.Operation;
import dev.vivarium.client.model.Page;
import dev.vivarium.client.model.Provider;
import dev.vivarium.client.model.Stray;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where nodes run. */
public final class Hypervisors {
    private final Requests requests;

    Hypervisors(Requests requests) {
        this.requests = requests;
    }

    /** The kinds that the service knows, with their settings. */
    public List<Provider> providers() {
        Page<Provider> all = requests.send(Call.get("/v1/providers").answersPageOf(Provider.class));
        return all.items();
    }

    /** The configured ones, as last seen. */
    public List<Hypervisor> list() {
        Page<Hypervisor> all = requests.send(Call.get("/v1/hypervisors").answersPageOf(Hypervisor.class));
        return all.items();
    }

    /** One, with its health, capacity and what it can do here. */
    public Hypervisor get(String hypervisor) {
        return requests.send(Call.get("/v1/hypervisors/{}", hypervisor).answers(Hypervisor.class));
    }

    /** Machines with our mark that no node accounts for. */
    public List<Stray> strays(String hypervisor) {
        Page<Stray> all =
                requests.send(Call.get("/v1/hypervisors/{}/strays", hypervisor).answersPageOf(Stray.class));
        return all.items();
    }

    /** Removes a stray machine with all that is its own; this cannot be undone. */
    public Operation removeStray(String hypervisor, UUID node) {
        return requests.send(Call.keyed("DELETE", "/v1/hypervisors/{}/strays/{}", hypervisor, node)
                .answers(Operation.class));
    }

    /** The GPUs of this hypervisor, or of all, usable or why not. */
    public List<Gpu> gpus(Optional<String> hypervisor) {
        Page<Gpu> all = requests.send(
                Call.get("/v1/gpus").query("hypervisor", hypervisor).answersPageOf(Gpu.class));
        return all.items();
    }
}
