package dev.vivarium.proxmox.machine;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Support;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.proxmox.api.PveVersion;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What would make a creation or the first start fail, found before anything is made. */
public final class Preflight {
    private final Site site;

    /** On this site. */
    public Preflight(Site site) {
        this.site = site;
    }

    /** Everything that stands in the way. */
    public List<Finding> check(MachineSpec spec) {
        List<Finding> findings = new ArrayList<>();
        for (Capability lacking : Abilities.lacking(spec)) {
            String code = "unsupported." + lacking.name().toLowerCase(Locale.ROOT);
            if (Abilities.of(lacking) instanceof Support.No no) {
                findings.add(Finding.error(code, no.reason(), "change what is asked for, or take another hypervisor"));
            }
        }
        if (!spec.gpus().isEmpty() && site.gpus().support(spec.gpus(), spec.node()) instanceof Support.No no) {
            findings.add(Finding.error("unsupported.gpu_passthrough", no.reason(), "see 'vivarium gpus'"));
        }
        disk(spec, findings);
        if (findings.stream().noneMatch(Finding::isError)) {
            place(spec, findings);
        }
        return List.copyOf(findings);
    }

    private void disk(MachineSpec spec, List<Finding> findings) {
        if (spec.disk() instanceof DiskSource.ImageFile image && !Files.isReadable(image.file())) {
            findings.add(Finding.error(
                    "image.missing", "the image cannot be read: " + image.file(), "put it back, or pull it again"));
        }
        PveVersion version = site.version();
        if (!version.atLeast(8, 4)) {
            findings.add(Finding.error(
                    "proxmox.version",
                    "Proxmox VE " + version + " takes no disk images through its interface",
                    "upgrade it to 8.4 or later"));
        }
    }

    private void place(MachineSpec spec, List<Finding> findings) {
        try {
            Place place = site.places().choose(spec);
            boolean bridge = site.pve().node(place.node()).bridges().stream()
                    .anyMatch(b -> b.name().equals(site.settings().bridge()));
            if (!bridge) {
                findings.add(Finding.error(
                        "proxmox.bridge",
                        "node '" + place.node() + "' has no bridge '"
                                + site.settings().bridge() + "'",
                        "name one of its bridges in the setting 'bridge'; the token needs SDN.Use on it"));
            }
        } catch (VivariumException e) {
            findings.add(Finding.error(
                    e.code(),
                    e.message(),
                    "make room there, or change the settings of '"
                            + site.settings().name() + "'"));
        }
    }
}
