package dev.vivarium.cloudinit.iso;

import java.io.IOException;

/** Where that goes which does not fit into a directory record. Until it is placed, records are only measured and nothing is kept. */
final class ContinuationArea {
    /** The place of one piece, which lies within one sector. */
    record Place(long sector, int offset) {}

    private final Fields bytes = new Fields();
    private long first;

    void place(long sector) {
        first = sector;
    }

    Place add(byte[] piece) {
        if (first == 0) {
            return new Place(0, 0);
        }
        int used = bytes.size() % SectorOutput.SECTOR;
        if (used + piece.length > SectorOutput.SECTOR) {
            bytes.zeros(SectorOutput.SECTOR - used);
        }
        int at = bytes.size();
        bytes.raw(piece);
        return new Place(first + at / SectorOutput.SECTOR, at % SectorOutput.SECTOR);
    }

    void write(SectorOutput out) throws IOException {
        out.write(bytes.toBytes());
        out.pad();
    }
}
