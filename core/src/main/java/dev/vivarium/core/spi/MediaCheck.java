package dev.vivarium.core.spi;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.VivariumException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What every provider refuses of media before it changes anything. */
public final class MediaCheck {
    private MediaCheck() {}

    /**
     * Passes if these media can be in a machine's drives.
     *
     * @param drives how many the machine has
     * @param noDrive the provider's code for the first of the failures below
     * @param unreadable its code for the second
     * @throws VivariumException INVALID if two are in one drive or a drive does not exist, NOT_FOUND if a file cannot be read
     */
    public static void check(List<Medium> wanted, int drives, String noDrive, String unreadable) {
        Set<Integer> slots = new HashSet<>();
        for (Medium medium : wanted) {
            if (medium.slot() >= drives || !slots.add(medium.slot())) {
                throw new VivariumException(
                        Kind.INVALID,
                        noDrive,
                        "the medium " + medium.label() + " needs drive " + medium.slot()
                                + " for itself; the machine has " + drives + " drives");
            }
            if (!Files.isReadable(medium.file())) {
                throw new VivariumException(
                        Kind.NOT_FOUND,
                        unreadable,
                        "the medium " + medium.label() + " cannot be read: " + medium.file()
                                + "; put it back, or empty the drive");
            }
        }
    }
}
