package dev.vivarium.service.hypervisors;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.config.HypervisorConfig;
import dev.vivarium.core.config.Surroundings;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Gpu;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.spi.HypervisorProvider;
import dev.vivarium.core.spi.SettingsSchema;
import dev.vivarium.service.http.Reply;
import dev.vivarium.service.http.Request;
import dev.vivarium.service.http.Routes;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Providers, hypervisors and GPUs over HTTP. */
public final class HypervisorRoutes {
    private final Vivarium vivarium;
    private final Hypervisors hypervisors;

    /** Of these. */
    public HypervisorRoutes(Vivarium vivarium, Hypervisors hypervisors) {
        this.vivarium = vivarium;
        this.hypervisors = hypervisors;
    }

    record Items<T>(List<T> items) {}

    record ProviderBody(String kind, List<SettingBody> settings) {}

    record SettingBody(
            String name, SettingsSchema.Type type, Optional<String> defaultValue, boolean required, String text) {
        /** On the wire it is called {@code default}, which is no name in Java. */
        @com.fasterxml.jackson.annotation.JsonProperty("default")
        @Override
        public Optional<String> defaultValue() {
            return defaultValue;
        }
    }

    record GpuBody(
            String hypervisor,
            String address,
            String vendorId,
            String deviceId,
            String name,
            Optional<String> group,
            Optional<String> driver,
            Optional<String> usedBy,
            boolean usable,
            List<Finding> findings) {}

    /** Answers what is asked about them. */
    public void register(Routes routes) {
        routes.on("listProviders", request -> providers())
                .on("listHypervisors", request -> list())
                .on("getHypervisor", this::get)
                .on("listGpus", this::gpus);
    }

    private static Reply providers() {
        return Reply.ok(new Items<>(Surroundings.current().providers().stream()
                .sorted(Comparator.comparing(HypervisorProvider::kind))
                .map(p -> new ProviderBody(
                        p.kind(),
                        p.settings().settings().stream()
                                .map(HypervisorRoutes::setting)
                                .toList()))
                .toList()));
    }

    private static SettingBody setting(SettingsSchema.Setting s) {
        return new SettingBody(
                s.name(),
                s.type(),
                s.defaultValue().filter(d -> !d.isEmpty()),
                s.defaultValue().isEmpty(),
                s.text());
    }

    private Reply list() {
        return Reply.ok(new Items<>(configured().stream().map(hypervisors::look).toList()));
    }

    private Reply get(Request request) {
        return Reply.ok(hypervisors.look(vivarium.installation().config().hypervisor(request.path("hypervisor"))));
    }

    private Reply gpus(Request request) {
        Optional<String> only = request.query("hypervisor");
        only.ifPresent(name -> vivarium.installation().config().hypervisor(name));
        return Reply.ok(new Items<>(configured().stream()
                .map(HypervisorConfig::name)
                .filter(name -> only.isEmpty() || only.get().equals(name))
                .flatMap(name -> vivarium.gpus(name).stream().map(g -> gpu(name, g)))
                .toList()));
    }

    private static GpuBody gpu(String hypervisor, Gpu gpu) {
        return new GpuBody(
                hypervisor,
                gpu.address(),
                gpu.vendorId(),
                gpu.deviceId(),
                gpu.name(),
                gpu.group(),
                gpu.driver(),
                gpu.usedBy().map(NodeId::toString),
                gpu.usable(),
                gpu.findings());
    }

    private List<HypervisorConfig> configured() {
        return vivarium.installation().config().hypervisors();
    }
}
