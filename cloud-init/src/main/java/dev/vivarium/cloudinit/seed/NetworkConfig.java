package dev.vivarium.cloudinit.seed;

import dev.vivarium.cloudinit.yaml.YamlText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Netplan's version 2 for one card, found by its MAC address, with an address by DHCP.
 *
 * <p>The card is named {@code eth0}: matching by address and setting a name is what both netplan and ifupdown images take.
 *
 * @param mac lower-case, with colons
 */
public record NetworkConfig(String mac) {
    private static final Pattern MAC = Pattern.compile("([0-9a-f]{2}:){5}[0-9a-f]{2}");
    private static final String CARD = "eth0";

    /** @throws IllegalArgumentException if it is not a MAC address in lower case */
    public NetworkConfig {
        if (!MAC.matcher(mac).matches()) {
            throw new IllegalArgumentException("a MAC address is written in lower case with colons, not " + mac);
        }
    }

    /** The document {@code network-config}. */
    public String render() {
        Map<String, Object> card = new LinkedHashMap<>();
        card.put("match", Map.of("macaddress", mac));
        card.put("set-name", CARD);
        card.put("dhcp4", true);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", 2);
        document.put("ethernets", Map.of(CARD, card));
        return YamlText.of(document);
    }
}
