package dev.vivarium.cloudinit.guest;

import org.junit.jupiter.api.BeforeEach;

/** The same, with the sample bundle beside it. */
abstract class AtSampleNode extends AtGuest {
    SampleNode node;

    @BeforeEach
    void makeNode() {
        node = new SampleNode(dir);
    }
}
