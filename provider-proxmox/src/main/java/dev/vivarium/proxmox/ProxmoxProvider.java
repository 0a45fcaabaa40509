package dev.vivarium.proxmox;

import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.HypervisorProvider;
import dev.vivarium.core.spi.HypervisorSettings;
import dev.vivarium.core.spi.SettingsSchema;
import dev.vivarium.proxmox.api.Pve;
import dev.vivarium.proxmox.machine.ProxmoxSettings;
import dev.vivarium.proxmox.machine.Site;
import java.security.SecureRandom;
import java.time.Clock;

/** Clusters of Proxmox VE, by their REST interface alone. */
public final class ProxmoxProvider implements HypervisorProvider {

    @Override
    public String kind() {
        return "proxmox";
    }

    @Override
    public SettingsSchema settings() {
        return ProxmoxSettings.SCHEMA;
    }

    /** Asks the cluster for its release, so that a wrong address, certificate or token is found here. */
    @Override
    public Hypervisor connect(HypervisorSettings settings) {
        ProxmoxSettings read = ProxmoxSettings.of(settings);
        Site site = new Site(read, Pve.open(read.api()), new SecureRandom(), Clock.systemUTC());
        try {
            return new ProxmoxHypervisor(site);
        } catch (RuntimeException e) {
            site.close();
            throw e;
        }
    }
}
