package dev.vivarium.cloudinit.seed;

import dev.vivarium.cloudinit.yaml.YamlText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Netplan's version 2 for one card, found by its MAC address, with an address by DHCP.
 *
 * <p>The card is named {@code eth0}: matching by address and setting a name is what both netplan and ifupdown images take.
 *
 * @param mac lower-case, with colons
 * @param ipv6 whether it also asks for an IPv6 address. If not, netplan switches IPv6 off; with ifupdown the kernel may still take
 *     an address that a router announces
 */
public record NetworkConfig(String mac, boolean ipv6) {
    private static final Pattern MAC = Pattern.compile("([0-9a-f]{2}:){5}[0-9a-f]{2}");
    private static final String CARD = "eth0";

    /** @throws IllegalArgumentException if it is not a MAC address of one card, in lower case */
    public NetworkConfig {
        if (!MAC.matcher(mac).matches()) {
            throw new IllegalArgumentException("a MAC address is written in lower case with colons, not " + mac);
        }
        if ((Integer.parseInt(mac.substring(0, 2), 16) & 1) != 0) {
            throw new IllegalArgumentException("the MAC address of a group, not of a card: " + mac);
        }
    }

    /** A card with an IPv4 address only: nothing at boot waits for a router that does not exist. */
    public NetworkConfig(String mac) {
        this(mac, false);
    }

    /** The document {@code network-config}. */
    public String render() {
        Map<String, Object> card = new LinkedHashMap<>();
        card.put("match", Map.of("macaddress", mac));
        card.put("set-name", CARD);
        card.put("dhcp4", true);
        card.put("dhcp-identifier", "mac"); // else by the machine id, which a clone has of its source for a moment
        card.put("dhcp6", ipv6);
        if (!ipv6) {
            card.put("link-local", List.of());
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", 2);
        document.put("ethernets", Map.of(CARD, card));
        return YamlText.of(document);
    }
}
