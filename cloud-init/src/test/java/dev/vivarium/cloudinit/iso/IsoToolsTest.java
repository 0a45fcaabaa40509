package dev.vivarium.cloudinit.iso;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What programs of others read in our images. */
class IsoToolsTest {
    private static final String LONG = "очень длинное имя ".repeat(6) + ".txt";

    @TempDir
    Path dir;

    private Path iso;

    @BeforeEach
    void write() throws IOException {
        iso = dir.resolve("a.iso");
        try (IsoWriter writer = IsoWriter.create(iso, "VIVARIUM_0A1B2C3")) {
            text(writer, "user-data", "#cloud-config\n");
            text(writer, "пустой", "");
            text(writer, "каталог/" + LONG, "привет");
            text(writer, "a/b/c/d/e/f/g/h/i/j/deep.txt", "deep");
            for (int i = 0; i < 200; i++) {
                text(writer, "many/part number " + i, "x".repeat(i * 20));
            }
            try (OutputStream out = writer.file("run.sh", 0750)) {
                out.write("#!/bin/sh\n".getBytes(UTF_8));
            }
            writer.finish();
        }
    }

    private static void text(IsoWriter writer, String path, String text) throws IOException {
        try (OutputStream out = writer.file(path)) {
            out.write(text.getBytes(UTF_8));
        }
    }

    @Test
    void xorrisoExtractsEverything() throws IOException, InterruptedException {
        Path to = dir.resolve("out");
        String said = Tool.XORRISO.run(
                dir,
                "-abort_on",
                "WARNING",
                "-osirrox",
                "on",
                "-indev",
                iso.toString(),
                "-extract",
                "/",
                to.toString());
        assertThat(said).contains("Volume id    : 'VIVARIUM_0A1B2C3'").doesNotContain("WARNING", "SORRY");
        assertThat(to.resolve("user-data")).hasContent("#cloud-config\n");
        assertThat(to.resolve("пустой")).isEmptyFile();
        assertThat(to.resolve("каталог").resolve(LONG)).hasContent("привет");
        assertThat(to.resolve("a/b/c/d/e/f/g/h/i/j/deep.txt")).hasContent("deep");
        for (int i = 0; i < 200; i++) {
            assertThat(to.resolve("many/part number " + i)).hasSize(i * 20L);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(to.resolve("run.sh"))))
                .isEqualTo("rwxr-x---");
    }

    @Test
    void isoinfoSeesBothNameSpaces() throws IOException, InterruptedException {
        String image = iso.toString();
        assertThat(Tool.ISOINFO.run(dir, "-d", "-i", image))
                .contains("Volume id: VIVARIUM_0A1B2C3", "Joliet with UCS level 3 found", "Rock Ridge signatures");
        assertThat(Tool.ISOINFO.run(dir, "-R", "-f", "-i", image).lines())
                .contains("/user-data", "/каталог/" + LONG, "/a/b/c/d/e/f/g/h/i/j/deep.txt", "/many/part number 199")
                .hasSize(200 + 4 + 1 + 12);
        assertThat(Tool.ISOINFO.run(dir, "-J", "-f", "-i", image).lines()) // it cannot print Cyrillic here
                .contains("/user-data;1", "/a/b/c/d/e/f/g/h/i/j/deep.txt;1", "/many/part number 199;1")
                .hasSize(200 + 4 + 1 + 12);
        assertThat(Tool.ISOINFO.run(dir, "-R", "-x", "/каталог/" + LONG, "-i", image))
                .isEqualTo("привет");
        assertThat(Tool.ISOINFO.run(dir, "-p", "-i", image)).contains("MANY");
    }

    @Test
    void xorrisoReadsCyrillicInJoliet() throws IOException, InterruptedException {
        String[] find = {"-read_fs", "norock", "-indev", iso.toString(), "-find", "/", "-type", "f"};
        assertThat(Tool.XORRISO.run(dir, find).lines())
                .contains("'/user-data'", "'/пустой'", "'/каталог/" + LONG.substring(0, 64) + "'");
    }

    @Test
    void blkidFindsTheLabel() throws IOException, InterruptedException {
        assertThat(Tool.BLKID.run(dir, "-p", "-o", "export", iso.toString()).lines())
                .contains("LABEL=VIVARIUM_0A1B2C3", "TYPE=iso9660", "BLOCK_SIZE=2048");
    }
}
