package dev.vivarium.qemu.machine;

import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.spi.Work;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Changes what is in a machine's drives, running or not. */
public final class MediaChange {
    private final Site site;

    /** For this site's machines. */
    public MediaChange(Site site) {
        this.site = site;
    }

    /** Makes the drives hold these and nothing else, now and at each later start. */
    public Machine change(NodeId node, List<Medium> wanted, Work work) {
        return site.exclusively(node, work, file -> {
            Drives.check(wanted, file.drives());
            List<Medium> media = wanted.stream()
                    .map(m -> new Medium(m.slot(), m.label(), m.file().toAbsolutePath()))
                    .sorted(Comparator.comparingInt(Medium::slot))
                    .toList();
            MachineDirectory directory = site.directories().of(node);
            directory.write(
                    file.withMedia(media)); // first, so that a call that is cut off here takes effect at the next start
            work.checkCancelled();
            Optional<Running> running = Running.adopt(directory, work);
            running.ifPresent(r -> {
                try (r) {
                    r.fill(media, file.drives());
                }
            });
            return site.look(node);
        });
    }
}
