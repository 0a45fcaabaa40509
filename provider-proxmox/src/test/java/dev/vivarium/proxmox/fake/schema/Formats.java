package dev.vivarium.proxmox.fake.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The formats that the schema only names. One that is not here lets everything pass. */
final class Formats {
    private static final String LABEL = "[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
    private static final String CONFIG_ID = "[a-zA-Z][a-zA-Z0-9_-]+";
    private static final Map<String, Rule> RULES = Map.ofEntries(
            rule("pve-vmid", "[1-9][0-9]{2,8}", v -> "value does not look like a valid VM ID"),
            rule("pve-configid", CONFIG_ID, v -> "invalid configuration ID '" + v + "'"),
            rule("pve-node", LABEL, v -> "value does not look like a valid node name"),
            rule("dns-name", LABEL + "(\\." + LABEL + ")*", v -> "value does not look like a valid DNS name"),
            rule(
                    "pve-storage-id",
                    "[a-zA-Z][a-zA-Z0-9._-]*[a-zA-Z0-9]",
                    v -> "storage ID '" + v + "' contains illegal characters"),
            rule(
                    "pve-poolid",
                    "[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+){0,2}",
                    v -> "value does not look like a valid pool name"),
            rule("pve-volume-id", "[a-zA-Z][a-zA-Z0-9._-]*:.+", v -> "unable to parse volume ID '" + v + "'"),
            rule(
                    "mac-addr",
                    "[0-9a-fA-F][02468aceACE]([:-][0-9a-fA-F]{2}){5}",
                    v -> "value does not look like a valid unicast MAC address"),
            rule("disk-size", "[0-9]+(\\.[0-9]+)?[KMGT]?", v -> "value does not look like a valid disk size: " + v),
            rule("urlencoded", "([^%]|%[0-9a-fA-F]{2})*", v -> "unable to decode urlencoded string"),
            rule(
                    "pve-tag-list",
                    "([a-zA-Z0-9_][a-zA-Z0-9_+.-]*([ ,;]+[a-zA-Z0-9_][a-zA-Z0-9_+.-]*)*)?[ ,;]*",
                    v -> "invalid characters in tag"));

    private record Rule(Pattern form, Function<String, String> problem) {}

    private Formats() {}

    private static Map.Entry<String, Rule> rule(String name, String form, Function<String, String> problem) {
        return Map.entry(name, new Rule(Pattern.compile(form), problem));
    }

    /** What is wrong with a value. */
    static Optional<String> problem(String format, String value) {
        Rule rule = RULES.get(format);
        return rule == null || rule.form().matcher(value).matches()
                ? Optional.empty()
                : Optional.of(rule.problem().apply(value));
    }

    /** The properties in a value of this format, if it is made of some. */
    static Optional<JsonNode> propertyString(String format) {
        return switch (format) {
            case "pve-qm-hostpci" -> Optional.of(hostpci());
            case "pve-qm-cicustom" -> Optional.of(strings("meta", "network", "user", "vendor"));
            default -> Optional.empty();
        };
    }

    private static ObjectNode hostpci() {
        ObjectNode format = strings(
                "device-id", "driver", "mdev", "romfile", "sub-device-id", "sub-vendor-id", "vendor-id", "mapping");
        String one = "([0-9a-f]{4}:)?[0-9a-f]{2}:[0-9a-f]{2}(\\.[0-9a-f])?";
        string(format, "host").put("default_key", 1).put("pattern", "^" + one + "(;" + one + ")*$");
        string(format, "mapping").put("format", "pve-configid");
        for (String flag : new String[] {"legacy-igd", "pcie", "rombar", "x-vga"}) {
            string(format, flag).put("type", "boolean");
        }
        return format;
    }

    private static ObjectNode strings(String... names) {
        ObjectNode format = JsonNodeFactory.instance.objectNode();
        for (String name : names) {
            string(format, name);
        }
        return format;
    }

    private static ObjectNode string(ObjectNode format, String name) {
        return format.putObject(name).put("optional", 1).put("type", "string");
    }
}
