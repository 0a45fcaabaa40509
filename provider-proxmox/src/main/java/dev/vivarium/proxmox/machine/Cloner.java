package dev.vivarium.proxmox.machine;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.Support;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Cloning;
import dev.vivarium.core.spi.Work;
import dev.vivarium.proxmox.api.CloneRequest;
import dev.vivarium.proxmox.api.GuestCalls;
import dev.vivarium.proxmox.api.Params;
import dev.vivarium.proxmox.gpu.ClusterGpus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes machines from other machines' disks. The cluster copies all of a machine, its tags and media included; until one change
 * of its configuration has given it its own, the copy is known by its name.
 */
public final class Cloner implements Cloning {
    private final Site site;
    private final Making making;
    private final MachineConfig config;

    /** On this site. */
    public Cloner(Site site) {
        this.site = site;
        this.making = new Making(site);
        this.config = new MachineConfig(site.settings(), site.mark());
    }

    @Override
    public Machine clone(MachineSpec spec, Work work) {
        if (!(spec.disk() instanceof DiskSource.CloneOf wish)) {
            throw new VivariumException(Kind.INVALID, "proxmox.clone", "a clone is made from another node's disk");
        }
        Abilities.lacking(spec).forEach(c -> Abilities.of(c).orThrow(c));
        if (wish.linked()) {
            Abilities.of(Capability.CLONE_LINKED).orThrow(Capability.CLONE_LINKED);
        }
        Drives.check(spec.media(), spec.drives());
        Found copy = making.left(spec, work).orElseGet(() -> copied(spec, wish, work));
        Found own = site.mark().isDraft(copy.config(), spec.node()) ? own(copy, spec, work) : copy;
        making.refuseOther(own, spec);
        making.grow(own, spec, work);
        return site.machines().look(site.machines().again(own));
    }

    private Found copied(MachineSpec spec, DiskSource.CloneOf wish, Work work) {
        Found source = site.locks().released(site.machines().get(wish.source()), work);
        GuestCalls calls = site.pve().machines(source.node());
        Optional<String> moment = wish.snapshot().map(id -> known(id, source));
        if (moment.isEmpty() && site.machines().status(source).running()) {
            throw new VivariumException(
                    Kind.CONFLICT,
                    "proxmox.source-runs",
                    "the source runs, and its disk changes while it is copied; stop it, or name one of its snapshots");
        }
        long has = Disk.mebibytes(source.config()).orElse(0L);
        if (has > spec.diskMiB()) {
            throw new VivariumException(
                    Kind.INVALID,
                    "clone.disk-smaller",
                    "the source's disk has " + has + " MiB; ask for a disk of at least that");
        }
        Place place = new Place(source.node(), Disk.storage(source.config()), "");
        return making.made(
                spec,
                place,
                "copying the disk",
                work,
                id -> calls.copy(
                        source.id(),
                        new CloneRequest(
                                id,
                                site.mark().draftName(spec.node()),
                                true,
                                moment,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                site.settings().pool(),
                                Optional.of(site.mark().description(spec.node(), spec.name())))));
    }

    private String known(SnapshotId id, Found source) {
        String name = SnapshotName.of(id);
        return site.pve()
                .machines(source.node())
                .snapshots()
                .list(source.id())
                .find(name)
                .filter(info -> info.state().isEmpty())
                .map(info -> name)
                .orElseThrow(() ->
                        new VivariumException(Kind.NOT_FOUND, "snapshot.missing", "the source has no snapshot " + id));
    }

    /** The source's devices are the source's; a copy gets others, where its firmware and chipset are made for them. */
    private List<String> gpus(Found copy, MachineSpec spec) {
        if (spec.gpus().isEmpty()) {
            return List.of();
        }
        if (!copy.config().value("bios").equals(Optional.of("ovmf"))) {
            Support.no("the source was made without a GPU, so its clone can have none; create another node")
                    .orThrow(Capability.GPU_PASSTHROUGH);
        }
        ClusterGpus.Chosen chosen = site.gpus().choose(copy.node(), spec.gpus(), spec.node());
        if (!chosen.problems().isEmpty()) {
            Support.no(ClusterGpus.text(chosen.problems())).orThrow(Capability.GPU_PASSTHROUGH);
        }
        return chosen.mappings();
    }

    /** In one change: before it the copy is a draft, after it a machine of its own. */
    private Found own(Found copy, MachineSpec spec, Work work) {
        String files = site.places().filesOn(copy.node()).orElse("local");
        Map<Integer, String> media = site.files().media(copy.node(), files, spec.node(), spec.media(), work);
        List<String> gpus = gpus(copy, spec);
        Params changes = config.params(spec, media).and(MachineConfig.passed(gpus));
        String tooMany = Stream.concat(
                        IntStream.range(spec.drives(), Drives.count(copy.config()))
                                .mapToObj(Drives::key),
                        copy.config().values().keySet().stream()
                                .filter(key -> key.matches("hostpci\\d+"))
                                .filter(key -> !changes.names().contains(key)))
                .collect(Collectors.joining(","));
        site.pve()
                .machines(copy.node())
                .change(
                        copy.id(),
                        copy.config().digest(),
                        tooMany.isEmpty() ? changes : changes.with("delete", tooMany));
        return site.machines().again(copy);
    }
}
