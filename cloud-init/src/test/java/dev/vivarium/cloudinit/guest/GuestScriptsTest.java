package dev.vivarium.cloudinit.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The bundle's scripts around snapshots, and the secrets that scripts and services see. */
@Execution(ExecutionMode.CONCURRENT)
class GuestScriptsTest extends AtSampleNode {
    @BeforeEach
    void begin() throws IOException {
        String manifest = Files.readString(node.directory.root().resolve("bundle.yaml"));
        node.directory
                .file(
                        "bundle.yaml",
                        manifest.replace(
                                "boot/начало.sh}", "boot/начало.sh, quiesce: boot/тихо.sh, resume: boot/on.sh}"))
                .program("boot/тихо.sh", "#!/bin/sh\necho \"тихо $MUSE_TOKEN\" >\"$VIVARIUM_STATE_DIR/quiet\"\n")
                .file("boot/on.sh", "rm \"$VIVARIUM_STATE_DIR/quiet\" || exit 4\n");
    }

    @Test
    void hooksRunInTheReleaseWithItsEnvironment() throws IOException {
        node.into(guest);
        guest.run();
        assertThat(guest.command("", "hook", "quiesce")).isEqualTo(new GuestRig.Said(0, ""));
        assertThat(guest.read("var/lib/vivarium/state/quiet")).isEqualTo("тихо " + SampleNode.SECRET + "\n");
        assertThat(guest.command("", "hook", "resume").code()).isZero();
        assertThat(guest.path("var/lib/vivarium/state/quiet")).doesNotExist();
        assertThat(guest.command("", "hook", "unknown")).isEqualTo(new GuestRig.Said(0, ""));
    }

    @Test
    void aHookThatFailsSaysWhy() throws IOException {
        node.into(guest);
        guest.run();
        GuestRig.Said said = guest.command("", "hook", "resume");
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out()).contains("No such file").contains("boot/on.sh ended with status 4");
        assertThat(guest.read("var/log/vivarium/resume.log")).contains("No such file");
    }

    @Test
    void aHookThatHangsIsEnded() throws IOException {
        node.directory.program("boot/тихо.sh", "#!/bin/sh\necho начал\nsleep 1000\n");
        node.into(guest);
        guest.run();
        guest.set("VIVARIUM_HOOK_LIMIT", "1");
        GuestRig.Said said = guest.command("", "hook", "quiesce");
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out()).contains("начал").contains("was ended after 1 s");
    }

    @Test
    void theFirstBootWaitsForItsSecretsAndRootAloneCanReadThem() throws IOException {
        node.into(guest);
        Files.delete(guest.path("etc/vivarium/secrets.env"));
        guest.start();
        assertThat(guest.status(s -> s.get("phase").asText().equals("secrets"))
                        .get("detail")
                        .asText())
                .isEqualTo("waiting for its secrets: MUSE_TOKEN");
        assertThat(guest.path("var/lib/vivarium/state/init")).doesNotExist();
        assertThat(guest.command(SampleNode.secrets("MUSE_TOKEN", SampleNode.SECRET), "secrets")
                        .code())
                .isZero();
        assertThat(guest.outcome().get("phase").asText()).isEqualTo("ready");
        assertThat(guest.read("var/lib/vivarium/state/init")).contains(SampleNode.SECRET);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(guest.path("etc/vivarium/secrets.env"))))
                .isEqualTo("rw-------");
    }

    @Test
    void otherSecretsStartTheServicesAnewAndTheSameOnesDoNot() throws IOException {
        node.into(guest);
        guest.run();
        long calls = guest.calls().size();
        assertThat(guest.command(SampleNode.secrets("MUSE_TOKEN", SampleNode.SECRET), "secrets")
                        .code())
                .isZero();
        assertThat(guest.calls()).hasSize((int) calls);
        assertThat(guest.command(SampleNode.secrets("MUSE_TOKEN", "другой"), "secrets")
                        .code())
                .isZero();
        guest.await(
                "restart",
                () -> guest.calls().stream()
                                .filter(c -> c.contains("restart --no-block"))
                                .count()
                        == 2);
        assertThat(guest.outcome().get("phase").asText()).isEqualTo("ready");
        assertThat(guest.read("etc/vivarium/secrets.env")).contains("другой");
    }

    @Test
    void secretsThatDidNotArriveWholeChangeNothing() throws IOException {
        node.into(guest);
        guest.run();
        String before = guest.read("etc/vivarium/secrets.env");
        GuestRig.Said said = guest.command("# secrets: MUSE_TOKEN\nMUSE_TOKEN=\"ha", "secrets");
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out()).contains("did not arrive whole");
        assertThat(guest.read("etc/vivarium/secrets.env")).isEqualTo(before);
    }
}
