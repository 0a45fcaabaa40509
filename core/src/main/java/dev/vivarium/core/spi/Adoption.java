package dev.vivarium.core.spi;

import dev.vivarium.core.model.GpuChoice;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.NetworkMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the hypervisor itself remembers of a machine: enough to take one back whose node's record was lost. */
public interface Adoption {

    /**
     * As what the machine was made.
     *
     * @throws dev.vivarium.core.model.VivariumException NOT_FOUND if there is no such machine of ours
     */
    Description describe(Machine machine);

    /**
     * A machine as its hypervisor knows it.
     *
     * @param name for people, as it was given
     * @param cores virtual CPUs
     * @param memoryMiB memory
     * @param diskMiB the disk's size
     * @param network how it meets the network
     * @param mac lower-case, with colons
     * @param ports guest TCP ports that are published, in ascending order
     * @param gpus those that are passed through
     * @param image the file that the disk stands on, if it is one
     */
    record Description(
            String name,
            int cores,
            long memoryMiB,
            long diskMiB,
            NetworkMode network,
            String mac,
            List<Integer> ports,
            List<GpuChoice> gpus,
            Optional<Path> image) {

        public Description {
            ports = ports.stream().sorted().toList();
            gpus = List.copyOf(gpus);
        }
    }
}
