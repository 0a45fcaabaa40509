package dev.vivarium.cloudinit.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.cloudinit.bundle.BundleDirectory;
import java.io.IOException;
import java.nio.file.Files;

/** Edits of a manifest. */
final class BundleText {
    private BundleText() {}

    /** The manifest's text without these words, which must be there. */
    static String without(BundleDirectory directory, String words) throws IOException {
        String text = Files.readString(directory.root().resolve("bundle.yaml"));
        assertThat(text).contains(words);
        return text.replace(words, "");
    }
}
