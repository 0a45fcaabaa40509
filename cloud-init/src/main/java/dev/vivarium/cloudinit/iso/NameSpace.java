package dev.vivarium.cloudinit.iso;

import java.util.Map;

/** One of the two views of the tree: how its names are written, and what else its records carry. */
interface NameSpace {
    /** The identifiers of a directory's entries by name, in the order in which their records must stand. */
    Map<String, byte[]> identifiers(Directory directory);

    /** What follows the identifier in an entry's record; of even length. */
    byte[] systemUse(String name, Entry entry);

    /** What follows the identifier in a directory's record of itself or its parent; of even length. */
    byte[] systemUse(Directory directory, boolean rootItself);
}
