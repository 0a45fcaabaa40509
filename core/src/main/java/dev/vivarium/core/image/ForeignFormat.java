package dev.vivarium.core.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Files that people have for disk images and that are not taken as they are. Some name other files of the host, as a VMDK's
 * descriptor does; a tool that guesses the format would follow them.
 */
enum ForeignFormat {
    VMDK("a VMDK", "KDMV", "COWD", "# Disk DescriptorFile"),
    VDI("a VDI", "<<< "),
    VHDX("a VHDX", "vhdxfile"),
    VHD("a VHD", "conectix"),
    QED("a QED image", "QED\0"),
    LUKS("encrypted by LUKS", "LUKS\u00ba\u00be"),
    PARALLELS("a Parallels image", "WithoutFreeSpace", "WithouFreSpacExt"),
    XZ("compressed", "\u00fd7zXZ\0"),
    GZIP("compressed", "\u001f\u008b"),
    ZSTD("compressed", "(\u00b5/\u00fd"),
    BZIP2("compressed", "BZh"),
    ZIP("an archive", "PK\u0003\u0004");

    /** What a VirtualBox image has at this place whatever its first line says. */
    private static final int VDI_MAGIC = 0x7f10dabe;

    private static final int VDI_PLACE = 64;
    private static final int VHD_FOOTER = 512;
    private static final int LONGEST = 64;

    private final String text;

    @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody changes
    private final List<String> starts;

    ForeignFormat(String text, String... starts) {
        this.text = text;
        this.starts = List.of(starts);
    }

    /** What the file is, if it is one of these. */
    static Optional<ForeignFormat> of(FileChannel in, ByteBuffer head) throws IOException {
        if (head.limit() >= VDI_PLACE + 4 && head.getInt(VDI_PLACE) == VDI_MAGIC) {
            return Optional.of(VDI);
        }
        if (in.size() >= VHD_FOOTER && VHD.begins(ImageBytes.at(in, in.size() - VHD_FOOTER, VHD_FOOTER))) {
            return Optional.of(VHD); // one of fixed size has only this
        }
        return Arrays.stream(values()).filter(f -> f.begins(head)).findFirst();
    }

    /** For "the file is …". */
    String text() {
        return text;
    }

    /** What to do. */
    String remedy() {
        return switch (this) {
            case XZ, GZIP, ZSTD, BZIP2, ZIP -> "unpack it first";
            case LUKS -> "take the disk that is inside";
            default -> "make a qcow2 of it: qemu-img convert -O qcow2 IN OUT";
        };
    }

    private boolean begins(ByteBuffer head) {
        String text = StandardCharsets.ISO_8859_1
                .decode(head.slice(0, Math.min(LONGEST, head.limit())))
                .toString();
        return starts.stream().anyMatch(text::startsWith);
    }
}
