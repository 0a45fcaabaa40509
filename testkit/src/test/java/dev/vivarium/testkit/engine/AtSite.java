package dev.vivarium.testkit.engine;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Each test has a {@link Site} of its own; afterwards none of its guests listens any more. */
abstract class AtSite {
    @TempDir
    Path directory;

    Site site;

    @BeforeEach
    void makeSite() {
        site = new Site(directory);
    }

    @AfterEach
    void nothingListens() {
        site.server().close();
    }
}
