package dev.vivarium.proxmox.api;

/**
 * A bridge that guests can be attached to.
 *
 * @param active whether it is up
 * @param vlanAware whether it takes VLAN tags
 */
public record Bridge(String name, boolean active, boolean vlanAware) {

    static Bridge read(Fields fields) {
        return new Bridge(fields.need("iface"), fields.flag("active"), fields.flag("bridge_vlan_aware"));
    }
}
