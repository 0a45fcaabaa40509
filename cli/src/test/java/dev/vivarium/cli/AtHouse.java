package dev.vivarium.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Each test has a {@link House} of its own. */
public abstract class AtHouse {
    @TempDir
    protected Path directory;

    protected House house;

    @BeforeEach
    void build() throws IOException {
        house = house(directory);
    }

    /** Where commands work; others may have another one. */
    protected House house(Path in) throws IOException {
        return new House(in);
    }

    @AfterEach
    void leave() {
        house.close();
    }
}
