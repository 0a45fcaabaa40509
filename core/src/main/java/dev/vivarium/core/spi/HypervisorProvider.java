package dev.vivarium.core.spi;

/** One kind of hypervisor. Found with {@link java.util.ServiceLoader}; has a public constructor without parameters. */
public interface HypervisorProvider {

    /** The kind as it stands in {@code vivarium.yaml}: {@code qemu}, {@code proxmox} … */
    String kind();

    /** The settings it knows. */
    SettingsSchema settings();

    /**
     * Connects; checks address, credentials and rights. What only some work needs (a free port, an image tool) is left to
     * {@link Hypervisor#preflight}.
     *
     * @throws dev.vivarium.core.model.VivariumException that says exactly what is missing
     */
    Hypervisor connect(HypervisorSettings settings);
}
