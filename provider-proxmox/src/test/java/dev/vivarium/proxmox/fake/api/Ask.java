package dev.vivarium.proxmox.fake.api;

import dev.vivarium.proxmox.fake.access.Caller;
import dev.vivarium.proxmox.fake.http.Request;
import java.util.Map;
import java.util.Optional;

/**
 * A request that was checked against the schema.
 *
 * @param parameters of path, query and body together
 */
public record Ask(Caller caller, Map<String, String> parameters, Optional<Request.Upload> file) {

    /** A parameter that must be there. */
    public String text(String name) {
        return Optional.ofNullable(parameters.get(name)).orElseThrow(() -> new IllegalStateException(name));
    }

    public Optional<String> find(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    public String or(String name, String otherwise) {
        return parameters.getOrDefault(name, otherwise);
    }

    public boolean flag(String name) {
        return "1".equals(parameters.get(name));
    }

    public int number(String name) {
        return Integer.parseInt(text(name));
    }

    public String node() {
        return text("node");
    }

    public int vmid() {
        return number("vmid");
    }
}
