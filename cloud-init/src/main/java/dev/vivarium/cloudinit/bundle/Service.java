package dev.vivarium.cloudinit.bundle;

import java.util.List;

/** What runs in the guest as long as it is up. Each is seen by systemd as one unit. */
public sealed interface Service {
    /** The unit's name, such as {@code muse.service}; unique in the manifest. */
    String unitName();

    /** The file that describes it, by its path in the bundle. */
    String file();

    /** A systemd unit. @param file such as {@code boot/muse.service} */
    record Unit(String file) implements Service {
        @Override
        public String unitName() {
            return file.substring(file.lastIndexOf('/') + 1);
        }
    }

    /**
     * Containers, started by a unit of ours.
     *
     * @param file the compose file, such as {@code docker/compose.yaml}
     * @param project what compose calls them together; unique in the manifest
     * @param images saved images, as {@code docker save} writes them; plain, {@code .gz} or {@code .zst}
     */
    record Compose(String file, String project, List<String> images) implements Service {
        public Compose {
            images = List.copyOf(images);
        }

        @Override
        public String unitName() {
            return "vivarium-compose-" + project + ".service";
        }
    }
}
