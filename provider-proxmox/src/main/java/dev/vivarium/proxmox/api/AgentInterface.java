package dev.vivarium.proxmox.api;

import java.util.List;
import java.util.Locale;

/**
 * A network interface inside a guest, by the agent's word: from the guest, so not to be believed blindly.
 *
 * @param mac in lower case with colons; may be empty
 * @param addresses IPv4 and IPv6, without prefix lengths
 */
public record AgentInterface(String name, String mac, List<String> addresses) {

    static AgentInterface read(Fields fields) {
        return new AgentInterface(
                fields.text("name", ""),
                fields.text("hardware-address", "").toLowerCase(Locale.ROOT),
                fields.list("ip-addresses").stream()
                        .map(address -> address.text("ip-address", ""))
                        .filter(address -> !address.isEmpty())
                        .toList());
    }
}
