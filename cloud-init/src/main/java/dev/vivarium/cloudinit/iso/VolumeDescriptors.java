package dev.vivarium.cloudinit.iso;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The descriptors at the front of an image: primary, Joliet's supplementary, terminator. */
final class VolumeDescriptors {
    static final int FIRST_SECTOR = 16;
    static final int SECTORS = 3;

    private static final int PRIMARY = 1;
    private static final int SUPPLEMENTARY = 2;
    private static final int TERMINATOR = 255;
    private static final byte[] UCS2_LEVEL_3 = {'%', '/', 'E'};
    private static final String DATE = "2000010100000000";
    private static final String NO_DATE = "0000000000000000";

    private VolumeDescriptors() {}

    static void write(SectorOutput out, String label, long sectors, Hierarchy primary, Hierarchy joliet)
            throws IOException {
        Fields fields = new Fields();
        volume(fields, PRIMARY, new byte[0], StandardCharsets.US_ASCII, label, sectors, primary);
        volume(fields, SUPPLEMENTARY, UCS2_LEVEL_3, StandardCharsets.UTF_16BE, label, sectors, joliet);
        int terminator = fields.size();
        header(fields, TERMINATOR);
        fields.zeros(terminator + SectorOutput.SECTOR - fields.size());
        out.writeAt(FIRST_SECTOR, fields.toBytes());
    }

    private static void volume(
            Fields fields, int type, byte[] escape, Charset charset, String label, long sectors, Hierarchy tree) {
        int start = fields.size();
        header(fields, type);
        fields.zeros(1).text("LINUX", 32, charset).text(label, 32, charset).zeros(8);
        fields.both32(sectors).raw(escape).zeros(32 - escape.length);
        fields.both16(1).both16(1).both16(SectorOutput.SECTOR);
        fields.both32(tree.pathTableSize());
        fields.le32(tree.littleTable()).le32(0).be32(tree.bigTable()).be32(0);
        fields.raw(tree.rootRecord());
        for (String name : new String[] {"", "", "", "VIVARIUM"}) { // set, publisher, preparer, application
            fields.text(name, 128, charset);
        }
        for (int file = 0; file < 3; file++) { // copyright, abstract, bibliography: none
            fields.text("", 37, charset);
        }
        date(fields, DATE); // created
        date(fields, DATE); // modified
        date(fields, NO_DATE); // expires
        date(fields, NO_DATE); // effective
        fields.u8(1).zeros(start + SectorOutput.SECTOR - fields.size());
    }

    private static void header(Fields fields, int type) {
        fields.u8(type).raw("CD001".getBytes(StandardCharsets.US_ASCII)).u8(1);
    }

    private static void date(Fields fields, String digits) {
        fields.raw(digits.getBytes(StandardCharsets.US_ASCII)).zeros(1);
    }
}
