package dev.vivarium.proxmox.api;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A guest's configuration. Passwords are left out: a snapshot's configuration holds one in clear text.
 *
 * @param digest by which a change is refused if somebody else was faster; empty for a snapshot's
 * @param values by name, as the server writes them; those that the server sets itself are among them
 */
public record GuestConfig(String digest, Map<String, String> values) {

    static GuestConfig read(Fields fields) {
        Map<String, String> values = new LinkedHashMap<>(fields.texts());
        values.remove("cipassword");
        values.remove("password");
        String digest = values.remove("digest");
        return new GuestConfig(digest == null ? "" : digest, Map.copyOf(values));
    }

    /** One value. */
    public Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** The tags. */
    public List<String> tags() {
        return tags(values.getOrDefault("tags", ""));
    }

    static List<String> tags(String text) {
        return Arrays.stream(text.split("[;, ]+")).filter(tag -> !tag.isEmpty()).toList();
    }
}
