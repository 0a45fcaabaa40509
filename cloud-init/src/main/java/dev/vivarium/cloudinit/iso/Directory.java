package dev.vivarium.cloudinit.iso;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A directory being filled; its entries are sorted, so that the order of the calls shows only in the files' places. */
final class Directory implements Entry {
    static final int MODE = 0755;

    private final SortedMap<String, Entry> entries = new TreeMap<>();

    private Directory() {}

    static Directory root() {
        return new Directory();
    }

    Map<String, Entry> entries() {
        return entries;
    }

    @Override
    public int mode() {
        return MODE;
    }

    /** The number of directories in it. */
    int subdirectories() {
        return (int)
                entries.values().stream().filter(Directory.class::isInstance).count();
    }

    void add(ImagePath path, StoredFile file) {
        Directory parent = descend(path);
        if (parent.entries.putIfAbsent(path.name(), file) != null) {
            throw new IllegalArgumentException("already in the image: " + path);
        }
    }

    Directory directory(ImagePath path) {
        return descend(path).child(path.name());
    }

    private Directory descend(ImagePath path) {
        Directory parent = this;
        for (String name : path.parents()) {
            parent = parent.child(name);
        }
        return parent;
    }

    private Directory child(String name) {
        if (entries.computeIfAbsent(name, n -> new Directory()) instanceof Directory directory) {
            return directory;
        }
        throw new IllegalArgumentException("a file in the image, not a directory: " + name);
    }
}
