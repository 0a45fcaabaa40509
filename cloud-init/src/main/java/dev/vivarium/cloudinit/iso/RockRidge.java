package dev.vivarium.cloudinit.iso;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

/** Rock Ridge 1.10 entries: owner root, the mode, the one date, the name in UTF-8. */
final class RockRidge {
    private static final int DIRECTORY = 0040000;
    private static final int REGULAR = 0100000;
    private static final int MODIFIED_ACCESSED_CHANGED = 0x0e;
    private static final String ID = "RRIP_1991A";
    private static final String DESCRIPTION =
            "THE ROCK RIDGE INTERCHANGE PROTOCOL PROVIDES SUPPORT FOR POSIX FILE SYSTEM SEMANTICS";
    private static final String SOURCE = "PLEASE CONTACT DISC PUBLISHER FOR SPECIFICATION SOURCE.  SEE PUBLISHER"
            + " IDENTIFIER IN PRIMARY VOLUME DESCRIPTOR FOR CONTACT INFORMATION.";

    /** Longer names do not fit into a record of 255 bytes beside the rest. */
    private static final int LONGEST_INLINE = 128;

    private final ContinuationArea continuation;

    RockRidge(ContinuationArea continuation) {
        this.continuation = continuation;
    }

    byte[] named(String name, Entry entry) {
        byte[] utf8 = name.getBytes(UTF_8);
        byte[] nameEntry =
                new Fields().u8('N', 'M', 5 + utf8.length, 1, 0).raw(utf8).toBytes();
        Fields fields = attributes(new Fields(), entry);
        return (utf8.length <= LONGEST_INLINE ? fields.raw(nameEntry) : continued(fields, nameEntry))
                .even()
                .toBytes();
    }

    byte[] unnamed(Directory directory, boolean rootItself) {
        if (!rootItself) {
            return attributes(new Fields(), directory).toBytes();
        }
        Fields fields = new Fields().u8('S', 'P', 7, 1, 0xbe, 0xef, 0);
        byte[] extension = new Fields()
                .u8('E', 'R', 8 + ID.length() + DESCRIPTION.length() + SOURCE.length(), 1)
                .u8(ID.length(), DESCRIPTION.length(), SOURCE.length(), 1)
                .raw((ID + DESCRIPTION + SOURCE).getBytes(US_ASCII))
                .toBytes();
        return continued(attributes(fields, directory), extension).even().toBytes();
    }

    private Fields continued(Fields fields, byte[] rest) {
        ContinuationArea.Place place = continuation.add(rest);
        return fields.u8('C', 'E', 28, 1)
                .both32(place.sector())
                .both32(place.offset())
                .both32(rest.length);
    }

    private static Fields attributes(Fields fields, Entry entry) {
        int type = entry instanceof Directory ? DIRECTORY : REGULAR;
        int links = entry instanceof Directory directory ? 2 + directory.subdirectories() : 1;
        return fields.u8('P', 'X', 36, 1)
                .both32(type | entry.mode())
                .both32(links)
                .both32(0)
                .both32(0)
                .u8('T', 'F', 26, 1, MODIFIED_ACCESSED_CHANGED)
                .raw(Fields.DATE)
                .raw(Fields.DATE)
                .raw(Fields.DATE);
    }
}
