package dev.vivarium.proxmox.machine;

import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.proxmox.api.GuestConfig;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A machine's network card. */
final class Network {
    private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");

    private Network() {}

    static String card(MachineSpec spec, ProxmoxSettings settings) {
        return "virtio=" + spec.mac() + ",bridge=" + settings.bridge()
                + (settings.firewall() ? ",firewall=1" : "")
                + (settings.vlan().isPresent() ? ",tag=" + settings.vlan().getAsInt() : "");
    }

    /** The address of a machine's card, in lower case; empty if it has none. */
    static String mac(GuestConfig config) {
        Matcher m = MAC.matcher(config.value("net0").orElse("").toLowerCase(Locale.ROOT));
        return m.find() ? m.group() : "";
    }
}
