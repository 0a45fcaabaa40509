package dev.vivarium.proxmox.machine;

import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.spi.StopMode;
import dev.vivarium.core.spi.Work;
import java.util.List;

/** A machine's life: made, switched on and off, given media, removed. */
public final class MachineLife {
    private final Site site;
    private final MachineMaker maker;
    private final PowerSwitch power;
    private final MediaChange media;

    /** On this site. */
    public MachineLife(Site site) {
        this.site = site;
        this.maker = new MachineMaker(site);
        this.power = new PowerSwitch(site);
        this.media = new MediaChange(site);
    }

    /** See {@link dev.vivarium.core.spi.Hypervisor#create}. */
    public Machine create(MachineSpec spec, Work work) {
        return maker.create(spec, work);
    }

    /** Starts it, or returns at once if it runs. */
    public Machine start(NodeId node, Work work) {
        return power.start(node, work);
    }

    /** Stops it, or returns at once if it is off. */
    public Machine stop(NodeId node, StopMode mode, Work work) {
        return power.stop(node, mode, work);
    }

    /** Removes it, running or not, with all that is its own. */
    public void delete(NodeId node, Work work) {
        site.machines().find(node).ifPresent(found -> power.cut(found, work));
        site.removal().delete(node, work);
    }

    /** Makes its drives hold these and nothing else. */
    public Machine media(NodeId node, List<Medium> wanted, Work work) {
        return media.change(node, wanted, work);
    }
}
