package dev.vivarium.cloudinit.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.cloudinit.bundle.PackedBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class GuestContainersTest extends AtGuest {
    private static final String WEB = "aa".repeat(32) + " app/web:1.0\n";
    private static final String DB = "bb".repeat(32) + " store/db:2\n";

    private ContainerNode node;

    @BeforeEach
    void begin() throws IOException {
        node = new ContainerNode(dir, guest);
    }

    @Test
    void imagesAreLoadedAndAUnitStartsTheProject() throws IOException {
        PackedBundle packed = node.into();
        guest.ready();
        assertThat(node.docker("images")).isEqualTo(WEB + DB);
        assertThat(guest.read("etc/systemd/system/" + ContainerNode.UNIT))
                .contains("# of the release " + packed.digest().brief(), "Type=notify", "compose-up home");
        assertThat(guest.calls())
                .contains("systemctl restart --no-block " + ContainerNode.UNIT)
                .noneMatch(call -> call.contains("pull"));
        assertThat(guest.report().get("services").get(ContainerNode.UNIT).asText())
                .isEqualTo("active");
    }

    @Test
    void theSecondBootLoadsAndAsksNothingAgain() throws IOException {
        node.into();
        guest.ready();
        guest.boot("2");
        guest.ejectAll();
        guest.ready();
        assertThat(guest.calls()).noneMatch(call -> call.contains("load") || call.contains("config"));
    }

    @Test
    void whatIsThereAlreadyIsNotLoaded() throws IOException {
        node.docker("images", WEB + DB);
        node.into();
        guest.ready();
        assertThat(guest.calls()).noneMatch(call -> call.startsWith("docker load"));
    }

    @Test
    void aTagThatAnotherReleaseMovedIsMovedBack() throws IOException {
        node.docker("images", "cc".repeat(32) + " app/web:1.0\n" + "aa".repeat(32) + " <none>\n" + DB);
        node.into();
        guest.ready();
        assertThat(node.docker("images")).contains(WEB);
        assertThat(guest.calls()).noneMatch(call -> call.startsWith("docker load"));
    }

    @Test
    void gzipIsReadToo() throws IOException {
        node.directory.manifest(ContainerNode.MANIFEST.replace("db.tar.zst", "db.tgz"));
        node.image("db.tgz", "bb", "store/db:2");
        node.into();
        guest.ready();
        assertThat(node.docker("images")).contains(DB);
    }

    @Test
    void imagesOfAReleaseThatIsGoneGoUnlessAnotherHasThem() throws IOException {
        PackedBundle first = node.into();
        guest.ready();
        node.image("web.tar", "cc", "app/web:2.0");
        node.directory.file("docker/мой compose.yaml", ContainerNode.COMPOSE.replace("web:1.0", "web:2.0"));
        guest.boot("2");
        node.into();
        guest.ready();
        assertThat(node.docker("images")).contains(WEB, DB, "cc app/web:2.0");
        guest.boot("3");
        guest.remove("opt/vivarium/releases/" + first.digest().brief());
        guest.ready();
        assertThat(node.docker("images")).doesNotContain(WEB).contains(DB, "cc app/web:2.0");
    }

    @Test
    void aProjectThatIsGoneLosesItsContainers() throws IOException {
        node.into();
        guest.ready();
        node.docker("containers", "running|home_web_1|Up 1 second\n");
        node.directory.manifest("state: []\n");
        guest.boot("2");
        node.into();
        guest.ready();
        assertThat(guest.calls())
                .containsSubsequence("systemctl stop " + ContainerNode.UNIT, "docker rm -f home_web_1");
        assertThat(guest.path("etc/systemd/system/" + ContainerNode.UNIT)).doesNotExist();
    }

    @Test
    void theValueOfASecretStaysWhereItIs() throws IOException {
        node.into();
        guest.ready();
        try (Stream<Path> all = Files.walk(guest.path("."))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (!file.endsWith("secrets.env") && !file.startsWith(guest.path("./proc"))) {
                    assertThat(Files.readAllBytes(file))
                            .asString()
                            .as(file.toString())
                            .doesNotContain("7781");
                }
            }
        }
        assertThat(guest.calls()).noneMatch(call -> call.contains("7781"));
    }

    @Test
    void aGuestWithoutDockerSaysWhichImageHasIt() throws IOException {
        Files.delete(guest.rig().resolve("docker-compose"));
        node.into();
        guest.failed("DOCKER_MISSING", "--with docker");
    }

    @Test
    void aDockerThatDoesNotComeUpIsTold() throws IOException {
        guest.set("VIVARIUM_SERVICE_LOOKS", "3");
        node.docker("down", "");
        node.into();
        assertThat(guest.failed("DOCKER_FAILED", "in 3 looks").get("log").asText())
                .contains("Cannot connect", "журнал: docker.service упал");
    }

    @Test
    void aMissingImageIsNamedBeforeAnythingStarts() throws IOException {
        node.directory.manifest(ContainerNode.MANIFEST.replace(", docker/db.tar.zst", ""));
        node.into();
        guest.failed("IMAGE_MISSING", "'store/db:2' of the service 'db' in docker/мой compose.yaml");
        assertThat(guest.calls()).noneMatch(call -> call.contains("restart") || call.contains(" up "));
    }

    @Test
    void aFileThatIsNoSavedImageIsNamed() throws IOException {
        node.directory.file("docker/web.tar", "no tar at all");
        node.into();
        guest.failed("IMAGE_DAMAGED", "docker/web.tar is no saved image");
        SavedImage.archive(node.directory.root().resolve("docker/web.tar"), "manifest.json", "[{}]");
        guest.boot("2");
        node.into();
        guest.failed("IMAGE_DAMAGED", "docker/web.tar is no saved image");
        SavedImage.write(node.directory.root().resolve("docker/web.tar"), "aa", "--force");
        guest.boot("3");
        node.into();
        guest.failed("IMAGE_DAMAGED", "names an image '--force'");
    }

    @Test
    void anImageThatDockerRefusesIsToldWithItsWords() throws IOException {
        node.docker("refuses", "open /blobs/json: no such file\n");
        node.into();
        assertThat(guest.failed("IMAGE_DAMAGED", "cannot load docker/web.tar")
                        .get("log")
                        .asText())
                .contains("no such file");
        node.docker("refuses", "write /var/lib/docker/tmp: no space left on device\n");
        guest.boot("2");
        guest.failed("NO_SPACE", "while docker/web.tar was loaded");
    }

    @Test
    void aComposeFileThatIsNoneIsToldWithTheReason() throws IOException {
        node.directory.file("docker/мой compose.yaml", "nonsense: 1\n");
        node.into();
        assertThat(guest.failed("COMPOSE_INVALID", "does not understand docker/мой compose.yaml")
                        .get("log")
                        .asText())
                .contains("Unsupported config option");
    }

    @Test
    void aServiceThatWouldBeBuiltIsRefused() throws IOException {
        node.directory.file("docker/мой compose.yaml", "services:\n  web:\n    build:\n      context: .\n");
        node.into();
        guest.failed("COMPOSE_INVALID", "the service 'web' in docker/мой compose.yaml has no 'image:'");
        node.directory.file("docker/мой compose.yaml", "version: '3'\n");
        guest.boot("2");
        node.into();
        guest.failed("COMPOSE_INVALID", "has no services");
    }

    @Test
    void aContainerThatDiesAgainAndAgainMakesTheNodeFailed() throws IOException {
        node.into();
        guest.write("run/vivarium/trouble." + ContainerNode.UNIT, "");
        guest.write(
                "run/vivarium/last." + ContainerNode.UNIT, "the container home_web_1 ends again and again\nжурнал\n");
        guest.failed("SERVICE_FAILED", ContainerNode.UNIT + " does not start: the container home_web_1 ends again");
        Files.delete(guest.path("run/vivarium/trouble." + ContainerNode.UNIT));
        assertThat(guest.status(s -> s.get("phase").asText().equals("ready"))
                        .get("error")
                        .isNull())
                .isTrue();
    }
}
