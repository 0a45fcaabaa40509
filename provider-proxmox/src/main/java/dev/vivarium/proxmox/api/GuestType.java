package dev.vivarium.proxmox.api;

/** The two kinds of guests; much of their interface is the same. */
public enum GuestType {
    /** A virtual machine. */
    QEMU("qemu"),
    /** A container. */
    LXC("lxc");

    private final String path;

    GuestType(String path) {
        this.path = path;
    }

    String path() {
        return path;
    }
}
