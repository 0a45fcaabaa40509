package dev.vivarium.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
    private static final String DIGEST = "sha256:" + "0".repeat(64);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:/srv/образ.qcow2",
                "template:jammy",
                "ubuntu-22.04",
                "ubuntu-22.04@20240821",
                "debian-12@20240717-1811"
            })
    void isWrittenAsItWasRead(String text) {
        assertThat(ImageReference.parse(text)).hasToString(text);
    }

    @Test
    void aDownloadNeedsItsDigest() {
        String text = "https://example.org/a.img#" + DIGEST;
        assertThat(ImageReference.parse(text)).hasToString(text);
        assertThatThrownBy(() -> ImageReference.parse("https://example.org/a.img"))
                .hasMessageContaining("#sha256:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Ubuntu 22.04", "../../etc/passwd", "ftp://x/y", "a@..", "a@2024", "a@20240821/x"})
    void whatIsNoneOfTheFormsIsRefusedByTheSpec(String text) {
        assertThatThrownBy(() -> NodeSpec.builder("n").image(text).build())
                .isInstanceOfSatisfying(VivariumException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.INVALID);
                    assertThat(e.code()).isEqualTo("node.image");
                });
    }
}
