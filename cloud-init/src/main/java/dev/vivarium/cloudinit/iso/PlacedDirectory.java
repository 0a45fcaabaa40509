package dev.vivarium.cloudinit.iso;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A directory in one name space: its identifiers, and where its records lie. */
final class PlacedDirectory {
    final Directory directory;
    final byte[] identifier;
    final PlacedDirectory parent;

    /** Its place in the path table, counted from 1. */
    final int number;

    /** Its entries' identifiers by name, in the order of the records. */
    final Map<String, byte[]> identifiers;

    long sector;
    long size;

    PlacedDirectory(
            Directory directory, byte[] identifier, @Nullable PlacedDirectory parent, int number, NameSpace names) {
        this.directory = directory;
        this.identifier = identifier;
        this.parent = parent == null ? this : parent;
        this.number = number;
        this.identifiers = names.identifiers(directory);
    }
}
