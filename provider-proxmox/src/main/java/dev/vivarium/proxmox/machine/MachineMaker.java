package dev.vivarium.proxmox.machine;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Support;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Key;
import dev.vivarium.core.spi.Work;
import dev.vivarium.proxmox.api.Params;
import dev.vivarium.proxmox.gpu.ClusterGpus;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a machine from an image: place and id are decided and written down, then files are brought, then the machine is made
 * with its mark, then its disk is grown. Between any two lines the process may die; the next call goes on from what is there.
 */
final class MachineMaker {
    private static final Key<Place> PLACE = Key.of("proxmox.place", Place.class);

    private final Site site;
    private final Making making;
    private final MachineConfig config;

    MachineMaker(Site site) {
        this.site = site;
        this.making = new Making(site);
        this.config = new MachineConfig(site.settings(), site.mark());
    }

    /** Makes the machine, or completes and adopts what an earlier call left. */
    Machine create(MachineSpec spec, Work work) {
        Abilities.lacking(spec).forEach(c -> Abilities.of(c).orThrow(c));
        Optional<Found> left = making.left(spec, work);
        if (left.isEmpty() && !spec.gpus().isEmpty()) {
            site.gpus().support(spec.gpus(), spec.node()).orThrow(Capability.GPU_PASSTHROUGH);
        }
        Drives.check(spec.media(), spec.drives());
        if (!(spec.disk() instanceof DiskSource.ImageFile image)) {
            throw new VivariumException(
                    Kind.INVALID, "proxmox.image-source", "a machine is made from an image that is here");
        }
        Found found = left.orElseGet(() -> made(spec, image, work));
        making.refuseOther(found, spec);
        making.grow(found, spec, work);
        return site.machines().look(site.machines().again(found));
    }

    private Found made(MachineSpec spec, DiskSource.ImageFile image, Work work) {
        Place place = work.recall(PLACE).orElseGet(() -> decided(spec, work));
        String base = site.files().image(place.node(), place.files(), image.file(), image.digest(), work);
        List<String> gpus = gpus(spec, place);
        boolean onFiles = site.places().isFiles(place.node(), place.storage());
        return making.made(spec, place, "making the machine", work, id -> {
            // brought at each try: another node may have removed a medium that nobody seemed to need
            Map<Integer, String> media =
                    site.files().media(place.node(), place.files(), spec.node(), spec.media(), work);
            Params params = config.params(spec, media)
                    .with(Disk.KEY, Disk.from(base, place, onFiles))
                    .and(config.devices(gpus, place, onFiles))
                    .with("pool", site.settings().pool());
            return site.pve().machines(place.node()).create(id, params);
        });
    }

    private List<String> gpus(MachineSpec spec, Place place) {
        ClusterGpus.Chosen chosen = site.gpus().choose(place.node(), spec.gpus(), spec.node());
        if (!chosen.problems().isEmpty()) {
            Support.no(ClusterGpus.text(chosen.problems())).orThrow(Capability.GPU_PASSTHROUGH);
        }
        return chosen.mappings();
    }

    private Place decided(MachineSpec spec, Work work) {
        Place place = site.places().choose(spec);
        work.remember(PLACE, place);
        return place;
    }
}
