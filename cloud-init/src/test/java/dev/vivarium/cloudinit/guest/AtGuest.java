package dev.vivarium.cloudinit.guest;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Each test has a guest of its own. */
abstract class AtGuest {
    @TempDir
    Path dir;

    GuestRig guest;

    @BeforeEach
    void makeGuest() throws IOException {
        guest = new GuestRig(dir);
    }

    @AfterEach
    void endGuest() throws IOException {
        guest.close();
    }
}
