package dev.vivarium.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** The guest of {@code firmware.s}, assembled: a test needs no assembler. */
public final class TestFirmware {
    /** What it writes to the console when it starts. */
    public static final String GREETING = "vivarium test firmware\r\n";

    private static final int SIZE = 0x10000;
    private static final String CODE =
            "fa31c08ed88ed0bc0070c7062000b500c706220000f0b011e620b008e621b004e621b001e621b0fe"
                    + "e621b034e64330c0e640e640baf80c66b840f8008066efbafc0c66b80106000066efbaf80c66b844"
                    + "f8008066efbafc0c66b88000000066efba0206b80001efbef400baf8032eac84c07403eeebf72e66"
                    + "0f0116de000f20c00c010f22c0bb08008edb24fe0f22c066bb0000e0fe6766c783f0000000ff0100"
                    + "006766c783500300000007000031db8edbfbf4ebfd66ff060010e464a8017409e460a8807503a204"
                    + "10ba0006eda900017407ba0406b80020efb020e620cf0f00e4000f000000000000000000ffff0000"
                    + "0092cf00766976617269756d2074657374206669726d776172650d0a00000000";

    private TestFirmware() {}

    /** Writes the image into the directory. */
    public static Path in(Path directory) throws IOException {
        return of(HexFormat.of().parseHex(CODE), directory);
    }

    /** Writes an image of this code, which begins at f000:0000, into the directory. */
    static Path of(byte[] code, Path directory) throws IOException {
        byte[] image = new byte[SIZE];
        System.arraycopy(code, 0, image, 0, code.length);
        byte[] jumpToStart = HexFormat.of().parseHex("ea000000f0");
        System.arraycopy(jumpToStart, 0, image, SIZE - 16, jumpToStart.length);
        return Files.write(directory.resolve("firmware.bin"), image);
    }
}
