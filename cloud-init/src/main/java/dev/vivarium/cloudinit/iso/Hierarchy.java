package dev.vivarium.cloudinit.iso;

import static dev.vivarium.cloudinit.iso.SectorOutput.SECTOR;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The path tables and directories of one name space: first placed, then written to just that place. */
final class Hierarchy {
    private static final int MAX_DIRECTORIES = 0xffff;
    private static final int DIRECTORY_FLAG = 2;
    private static final byte[] SELF = {0};
    private static final byte[] PARENT = {1};

    private final NameSpace names;
    private final List<PlacedDirectory> placed = new ArrayList<>();
    private final Map<Directory, PlacedDirectory> byDirectory = new IdentityHashMap<>();
    private long littleTable;
    private long bigTable;

    Hierarchy(Directory root, NameSpace names) {
        this.names = names;
        enter(root, SELF, null);
        for (int i = 0; i < placed.size(); i++) { // grows: by level, as path tables are sorted
            PlacedDirectory parent = placed.get(i);
            parent.identifiers.forEach((name, identifier) -> {
                if (parent.directory.entries().get(name) instanceof Directory child) {
                    enter(child, identifier, parent);
                }
            });
        }
    }

    private void enter(Directory directory, byte[] identifier, @Nullable PlacedDirectory parent) {
        PlacedDirectory one = new PlacedDirectory(directory, identifier, parent, placed.size() + 1, names);
        placed.add(one);
        byDirectory.put(directory, one);
    }

    /** Decides where everything lies, from this sector on; the next free sector comes back. */
    long place(long first) throws IOException {
        if (placed.size() > MAX_DIRECTORIES) {
            throw new IOException("more than " + MAX_DIRECTORIES + " directories, which ISO 9660 cannot hold");
        }
        long tableSectors = sectors(pathTableSize());
        littleTable = first;
        bigTable = littleTable + tableSectors;
        long next = bigTable + tableSectors;
        for (PlacedDirectory one : placed) {
            one.sector = next;
            one.size = packed(one).length;
            next += one.size / SECTOR;
        }
        return next;
    }

    void write(SectorOutput out) throws IOException {
        out.write(pathTable(ByteOrder.LITTLE_ENDIAN));
        out.pad();
        out.write(pathTable(ByteOrder.BIG_ENDIAN));
        out.pad();
        for (PlacedDirectory one : placed) {
            out.write(packed(one));
        }
    }

    int pathTableSize() {
        return pathTable(ByteOrder.LITTLE_ENDIAN).length;
    }

    long littleTable() {
        return littleTable;
    }

    long bigTable() {
        return bigTable;
    }

    /** The root's record, as the volume descriptor holds it. */
    byte[] rootRecord() {
        PlacedDirectory root = placed.get(0);
        return record(SELF, root.sector, root.size, DIRECTORY_FLAG, new byte[0]);
    }

    private byte[] pathTable(ByteOrder order) {
        Fields table = new Fields();
        for (PlacedDirectory one : placed) {
            table.u8(one.identifier.length, 0)
                    .number(one.sector, 4, order)
                    .number(one.parent.number, 2, order)
                    .raw(one.identifier)
                    .even();
        }
        return table.toBytes();
    }

    /** A directory's records in whole sectors; none crosses from one into the next. */
    private byte[] packed(PlacedDirectory one) {
        Fields sectors = new Fields();
        for (byte[] record : records(one)) {
            int used = sectors.size() % SECTOR;
            if (used + record.length > SECTOR) {
                sectors.zeros(SECTOR - used);
            }
            sectors.raw(record);
        }
        return sectors.zeros(-sectors.size() & (SECTOR - 1)).toBytes();
    }

    private List<byte[]> records(PlacedDirectory one) {
        List<byte[]> records = new ArrayList<>();
        PlacedDirectory parent = one.parent;
        boolean root = one == parent;
        records.add(record(SELF, one.sector, one.size, DIRECTORY_FLAG, names.systemUse(one.directory, root)));
        records.add(
                record(PARENT, parent.sector, parent.size, DIRECTORY_FLAG, names.systemUse(parent.directory, false)));
        one.identifiers.forEach((name, identifier) -> {
            Entry entry = Objects.requireNonNull(one.directory.entries().get(name));
            byte[] systemUse = names.systemUse(name, entry);
            if (entry instanceof StoredFile file) {
                records.add(record(identifier, file.sector, file.size, 0, systemUse));
            } else {
                PlacedDirectory child = Objects.requireNonNull(byDirectory.get(entry));
                records.add(record(identifier, child.sector, child.size, DIRECTORY_FLAG, systemUse));
            }
        });
        return records;
    }

    private static byte[] record(byte[] identifier, long sector, long size, int flags, byte[] systemUse) {
        int pad = (identifier.length & 1) == 0 ? 1 : 0;
        int length = 33 + identifier.length + pad + systemUse.length;
        return new Fields()
                .u8(length, 0)
                .both32(sector)
                .both32(size)
                .raw(Fields.DATE)
                .u8(flags, 0, 0)
                .both16(1)
                .u8(identifier.length)
                .raw(identifier)
                .zeros(pad)
                .raw(systemUse)
                .toBytes();
    }

    private static long sectors(long bytes) {
        return (bytes + SECTOR - 1) / SECTOR;
    }
}
