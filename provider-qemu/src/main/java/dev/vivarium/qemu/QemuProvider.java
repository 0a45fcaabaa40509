package dev.vivarium.qemu;

import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.HypervisorProvider;
import dev.vivarium.core.spi.HypervisorSettings;
import dev.vivarium.core.spi.SettingsSchema;
import dev.vivarium.qemu.machine.LocalHost;
import dev.vivarium.qemu.machine.QemuSettings;
import dev.vivarium.qemu.machine.Site;
import java.time.Clock;

/** QEMU on this computer: nothing to install but QEMU itself, and no server. */
public final class QemuProvider implements HypervisorProvider {

    @Override
    public String kind() {
        return "qemu";
    }

    @Override
    public SettingsSchema settings() {
        return QemuSettings.SCHEMA;
    }

    /** Connects also where QEMU is not installed: then the pre-flight check says so, and what there is can be listed. */
    @Override
    public Hypervisor connect(HypervisorSettings settings) {
        return new QemuHypervisor(new Site(QemuSettings.of(settings), new LocalHost(), Clock.systemUTC()));
    }
}
