package dev.vivarium.cloudinit.seed;

import dev.vivarium.cloudinit.yaml.YamlText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Who the guest is, for cloud-init.
 *
 * @param instanceId stays over reboots and rollbacks; a new one makes cloud-init begin anew
 * @param hostname by RFC 1123
 */
public record MetaData(String instanceId, String hostname) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    /** @throws IllegalArgumentException if either has another form */
    public MetaData {
        if (!ID.matcher(instanceId).matches()) {
            throw new IllegalArgumentException("not an instance id: " + instanceId);
        }
        if (!Hostname.isValid(hostname)) {
            throw new IllegalArgumentException("not a host name: " + hostname);
        }
    }

    /** The document {@code meta-data}. */
    public String render() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("instance-id", instanceId);
        document.put("local-hostname", hostname);
        return YamlText.of(document);
    }
}
