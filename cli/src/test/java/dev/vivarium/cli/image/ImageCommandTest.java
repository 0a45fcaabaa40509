package dev.vivarium.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.cli.AtHouse;
import dev.vivarium.cli.House.Run;
import dev.vivarium.cloudinit.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Images at a site without a network: imported, used, kept while they are used, removed. */
final class ImageCommandTest extends AtHouse {
    private Path disk;

    @BeforeEach
    void begin() {
        disk = directory.resolve("disk.raw");
    }

    @Test
    void anImportedImageIsUsedByNameAndKeptWhileItIs() {
        Run imported = image("import", disk.toString(), "--as", "ubuntu-22.04");
        assertThat(imported.exit()).as(imported.err()).isZero();
        String digest = Digest.ofFile(disk).brief();
        assertThat(imported.out()).isEqualTo("ubuntu-22.04 is here: " + Digest.ofFile(disk) + "\n");
        assertThat(image("ls").out())
                .startsWith("NAME          DIGEST        SIZE     LAST USE")
                .contains("ubuntu-22.04  " + digest + "  0.0 MiB")
                .contains("  -\n");

        Run up = house.vivarium("up", "муза", "--bundle", house.bundle().toString(), "--image", "ubuntu-22.04");
        assertThat(up.exit()).as(up.err()).isZero();
        assertThat(image("ls").out()).contains("node муза");
        Run refused = image("rm", "ubuntu-22.04");
        assertThat(refused.exit()).isEqualTo(4);
        assertThat(refused.err()).contains("is used by node муза", "[image.used]");

        house.vivarium("rm", "муза");
        assertThat(image("prune").out()).isEqualTo("there is nothing that nobody needs\n");
        assertThat(image("rm", digest).out()).startsWith(digest + " is gone, ");
        assertThat(image("ls").out()).startsWith("no images;");
    }

    @Test
    void pruneTakesWhatHasNoNameOfTheUsers() {
        assertThat(image("pull", "file:" + disk).exit()).isZero();
        assertThat(image("prune", "--keep", "20G").out()).startsWith("there is nothing");
        assertThat(image("prune").out()).contains("removed file:" + disk, "are free");
    }

    @Test
    void jsonIsOneDocument() {
        String digest = Digest.ofFile(disk).toString();
        assertThat(image("import", disk.toString(), "--json").out())
                .startsWith("{")
                .contains(digest);
        assertThat(image("ls", "--json").out())
                .startsWith("[{\"digest\":")
                .contains("\"origins\":[\"file:" + disk + "\"]", "\"usedBy\":[]")
                .hasLineCount(1);
        assertThat(image("prune", "--json").out()).startsWith("[{").contains(digest);
    }

    @Test
    void whatIsWrongIsSaid() throws IOException {
        assertThat(image("pull", "ubuntu 22.04").err()).contains("error: NAME: 'ubuntu 22.04' is neither");
        assertThat(image("pull", "ubunto-22.04").err()).contains("the image catalogue has no 'ubunto-22.04'");
        assertThat(image("import", disk.toString(), "--sha256", "12").err()).contains("--sha256: not a SHA-256");
        Run other = image("import", disk.toString(), "--sha256", "0".repeat(64));
        assertThat(other.exit()).isEqualTo(2);
        assertThat(other.err()).contains("has the digest ", "[image.digest]");
        assertThat(image("import", "нет.img").exit()).isEqualTo(3);
        assertThat(image("rm", "nothing").exit()).isEqualTo(3);
        assertThat(image("prune", "--keep", "lots").err()).contains("--keep: 'lots' is no size");
        Path vmdk = Files.writeString(directory.resolve("x.vmdk"), "# Disk DescriptorFile\n".repeat(50));
        assertThat(image("import", vmdk.toString()).err()).contains("is a VMDK; make a qcow2 of it");
    }

    private Run image(String... arguments) {
        List<String> all = new ArrayList<>(List.of("image"));
        all.addAll(List.of(arguments));
        return house.vivarium(all.toArray(String[]::new));
    }
}
