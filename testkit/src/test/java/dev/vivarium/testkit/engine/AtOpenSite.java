package dev.vivarium.testkit.engine;

import dev.vivarium.core.Vivarium;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The same, with the library open all the time. */
abstract class AtOpenSite extends AtSite {
    Vivarium vivarium;

    @BeforeEach
    void openLibrary() {
        vivarium = site.open();
    }

    @AfterEach
    void closeLibrary() {
        vivarium.close();
    }
}
