package dev.vivarium.cloudinit.guest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.luben.zstd.Zstd;
import dev.vivarium.cloudinit.Delivery;
import dev.vivarium.cloudinit.Digest;
import dev.vivarium.cloudinit.bundle.PackedBundle;
import dev.vivarium.cloudinit.bundle.PackedLayer;
import dev.vivarium.cloudinit.iso.IsoWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class GuestFailureTest extends AtSampleNode {
    @Test
    void aDamagedSliceIsFoundAndNothingOfItStays() throws IOException {
        byte[] random = new byte[300_000];
        new Random(1).nextBytes(random);
        Files.write(node.directory.root().resolve("models/веса.bin"), random);
        PackedBundle packed = node.into(guest);
        byte[] medium = Files.readAllBytes(packed.layers().get(0).file());
        int inSecond = new String(medium, StandardCharsets.ISO_8859_1)
                .indexOf(new String(random, 150_000, 64, StandardCharsets.ISO_8859_1));
        medium[inSecond] ^= 1;
        guest.insert(1, Files.write(dir.resolve("damaged.iso"), medium));
        guest.failed("BUNDLE_DAMAGED", "slice-0002 of layer 'models'");
        assertThat(guest.path("opt/vivarium/current")).doesNotExist();
        assertThat(releases()).doesNotContain(packed.digest().brief());
    }

    @Test
    void aDamagedListOfSlicesIsFound() throws IOException {
        PackedLayer layer = node.into(guest).layers().get(1);
        byte[] medium = Files.readAllBytes(layer.file());
        int at = new String(medium, StandardCharsets.ISO_8859_1).indexOf("\"sliceCount\"");
        medium[at + 13] = '7';
        guest.insert(2, Files.write(dir.resolve("damaged.iso"), medium));
        guest.failed("BUNDLE_DAMAGED", layer.label() + " of layer 'code'");
        assertThat(guest.path("run/vivarium/media/" + layer.label())).doesNotExist();
    }

    @Test
    void aMediumWithTheSameLabelIsPassedOver() throws IOException {
        PackedBundle packed = node.into(guest);
        Path other = dir.resolve("other.iso");
        try (IsoWriter iso = IsoWriter.create(other, packed.layers().get(0).label())) {
            write(iso, "layer.json", "{}");
            iso.finish();
        }
        guest.insert(0, other);
        guest.ready();
    }

    @Test
    void aMissingMediumIsNamed() throws IOException {
        PackedLayer layer = node.into(guest).layers().get(1);
        Files.delete(guest.path("dev/sr2"));
        guest.failed("MEDIUM_MISSING", layer.label() + " of layer 'code'");
    }

    @Test
    void aMediumThatComesLateIsWaitedFor() throws IOException {
        guest.set("VIVARIUM_MEDIA_WAIT", "1000");
        PackedLayer layer = node.into(guest).layers().get(1);
        Files.delete(guest.path("dev/sr2"));
        guest.start();
        guest.status(s -> s.get("detail").asText().equals("layer code"));
        guest.insert(2, layer.file());
        assertThat(guest.outcome().get("phase").asText()).isEqualTo("ready");
    }

    @Test
    void aSliceThatIsNotThereDoesNotHang() throws IOException {
        slices("{\"file\":\"slice-0000\",\"encoding\":\"zstd\",\"bytes\":1,\"unpackedBytes\":1,\"sha256\":\""
                + "0".repeat(64) + "\"}");
        guest.failed("BUNDLE_DAMAGED", "slice-0000 of layer 'only'");
    }

    @Test
    void rawSlicesAreUnpackedAndUnknownEncodingsRefused() throws Exception {
        Path tar = dir.resolve("one.tar");
        Files.writeString(dir.resolve("файл"), "да");
        assertThat(new ProcessBuilder("tar", "-C", dir.toString(), "-cf", tar.toString(), "файл")
                        .start()
                        .waitFor())
                .isZero();
        byte[] bytes = Files.readAllBytes(tar);
        String slice =
                "{\"file\":\"slice-0000\",\"encoding\":\"raw\",\"bytes\":%d,\"unpackedBytes\":%d,\"sha256\":\"%s\"}"
                        .formatted(bytes.length, bytes.length, Digest.of(bytes).hex());
        slices(slice, bytes);
        guest.ready();
        assertThat(guest.read("opt/vivarium/current/файл")).isEqualTo("да");

        guest.boot("2");
        guest.remove("opt");
        slices(slice.replace("raw", "lzma"), bytes);
        guest.failed("BUNDLE_DAMAGED", "slice-0000");
        guest.boot("3");
        slices(slice.replace("\"raw\"", "\"RAW\""), bytes);
        guest.failed("FORMAT_UNKNOWN", "lists 0 of its 1 slices");
    }

    /** 200 MiB of zeros in 6 KiB: what is unpacked ends where it was said to end. */
    @Test
    void aSliceThatHoldsMoreThanItSaysIsCutShort() throws Exception {
        byte[] bomb = Zstd.compress(new byte[200 << 20], 3);
        String slice =
                "{\"file\":\"slice-0000\",\"encoding\":\"zstd\",\"bytes\":%d,\"unpackedBytes\":%d,\"sha256\":\"%s\"}";
        String sha = Digest.of(bomb).hex();
        guest.play("tar", "#!/bin/sh\nwc -c >$RIG/unpacked\n");
        slices(slice.formatted(bomb.length, 1000, sha), bomb);
        guest.failed("BUNDLE_DAMAGED", "slice-0000 of layer 'only' on medium");
        assertThat(Files.readString(guest.rig().resolve("unpacked")).strip()).isEqualTo("1000");

        guest.boot("2");
        slices(slice.formatted(bomb.length, bomb.length + (1L << 40), sha), bomb);
        guest.failed("BUNDLE_DAMAGED", "MiB, but its slices hold 1048576 MiB");
    }

    @Test
    void noSpaceIsFoundBeforeAnythingIsUnpacked() throws IOException {
        guest.play("df", "#!/bin/sh\necho Filesystem\necho /dev/vda 1 1 60000 1% /\n");
        node.into(guest);
        guest.failed("NO_SPACE", "has 58 MiB");
        assertThat(releases()).isEmpty();
    }

    @Test
    void aDiskThatBecomesFullIsToldFromDamage() throws IOException {
        guest.play(
                "tar",
                "#!/bin/sh\nhead -c 1000 >/dev/null\necho 'tar: x: Cannot write: No space left on device' >&2\nexit 2\n");
        node.into(guest);
        JsonNode error = guest.failed("NO_SPACE", "became full");
        assertThat(error.get("log").asText()).contains("Cannot write");
    }

    @Test
    void aHookThatFailsIsToldWithTheEndOfItsLog() throws IOException {
        node.directory.program("boot/начало.sh", """
                #!/bin/sh
                seq 1 2000
                printf '\\001\\033[31m\\377\\320 Ошибка:\\t"кавычки" \\\\ \\r\\n'
                exit 7
                """);
        node.into(guest);
        JsonNode error = guest.failed("INIT_FAILED", "boot/начало.sh ended with status 7");
        assertThat(error.get("log").asText())
                .hasSizeBetween(1000, 4000)
                .contains("1999\n2000\n")
                .endsWith("[31m Ошибка:\t\"кавычки\" \\ ");
    }

    @Test
    void aHookThatFailedRunsAgainAtTheNextBoot() throws IOException {
        node.directory.file("boot/начало.sh", "[ -e \"$VIVARIUM_STATE_DIR/allowed\" ] || exit 1\n");
        node.into(guest);
        guest.failed("INIT_FAILED", "status 1");
        guest.write("var/lib/vivarium/state/allowed", "");
        guest.boot("2");
        guest.ejectAll();
        guest.ready();
    }

    @Test
    void aLongHookShowsThatItMoves() throws IOException {
        node.directory.program(
                "boot/начало.sh",
                "#!/bin/sh\necho 12345\nwhile [ ! -e \"$VIVARIUM_STATE_DIR/go\" ]; do sleep 0.05; done\n");
        node.into(guest);
        guest.start();
        guest.status(
                s -> s.get("phase").asText().equals("init") && s.get("done").asInt() == 6);
        guest.write("var/lib/vivarium/state/go", "");
        assertThat(guest.outcome().get("phase").asText()).isEqualTo("ready");
    }

    @Test
    void aServiceThatCrashesIsNeverReady() throws IOException {
        node.service("agent", "crashes");
        node.into(guest);
        JsonNode error = guest.failed("SERVICE_FAILED", "agent.service ends again and again");
        assertThat(error.get("log").asText()).isEqualTo("журнал: agent.service упал");
    }

    @Test
    void aServiceThatSystemdGivesUpOnIsNeverReady() throws IOException {
        node.service("llm", "broken");
        node.into(guest);
        guest.failed("SERVICE_FAILED", "llm.service does not start");
        assertThat(guest.report().get("services").get("llm.service").asText()).isEqualTo("failed");
    }

    @Test
    void aServiceThatRecoversMakesTheNodeReady() throws IOException {
        node.service("llm", "broken");
        node.into(guest);
        guest.failed("SERVICE_FAILED", "llm.service");
        Files.writeString(guest.rig().resolve("loaded/llm.service"), "ExecStart=works\n");
        JsonNode status = guest.status(s -> s.get("phase").asText().equals("ready"));
        assertThat(status.get("error").isNull()).isTrue();
    }

    @Test
    void aServiceThatStartsForEverIsGivenUp() throws IOException {
        guest.set("VIVARIUM_SERVICE_LOOKS", "5");
        node.service("llm", "hangs");
        node.into(guest);
        guest.failed("SERVICE_FAILED", "after 5 looks");
    }

    @Test
    void withoutItsPlanTheGuestSaysSo() throws IOException {
        node.into(guest);
        Files.delete(guest.path("etc/vivarium/plan"));
        guest.failed("PLAN_MISSING", "etc/vivarium/plan is missing");
        guest.boot("2");
        guest.write("etc/vivarium/plan", "format 2\n");
        guest.failed("FORMAT_UNKNOWN", "not of format 1");
    }

    /** Puts in a medium whose list names these slices, and a plan that trusts it. */
    private void slices(String list, byte[]... contents) throws IOException {
        String document = "{\n\"format\":1,\n\"sliceCount\":1,\n\"slices\":[\n" + list + "\n]\n}\n";
        Path medium = dir.resolve(
                "crafted-" + Digest.of(list.getBytes(StandardCharsets.UTF_8)).brief() + ".iso");
        try (IsoWriter iso = IsoWriter.create(medium, "VIVARIUM01234567")) {
            for (byte[] content : contents) {
                try (OutputStream out = iso.file("slice-0000")) {
                    out.write(content);
                }
            }
            write(iso, "layer.json", document);
            iso.finish();
        }
        guest.ejectAll();
        guest.insert(1, medium);
        Digest digest = Digest.of(document.getBytes(StandardCharsets.UTF_8));
        GuestPlan.Bundle bundle = new GuestPlan.Bundle(
                digest,
                dev.vivarium.cloudinit.bundle.BundleManifest.parse("b", "version: 1\nname: a\nrelease: r\n"),
                List.of(new GuestPlan.Layer("only", "VIVARIUM01234567", digest, 8192, 4096)),
                new Delivery.Medium(),
                Optional.empty());
        guest.seed(new GuestPlan("6f1c", "n", "i", Optional.of(bundle)));
    }

    private static void write(IsoWriter iso, String name, String text) throws IOException {
        try (OutputStream out = iso.file(name)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private List<String> releases() throws IOException {
        try (Stream<Path> all = Files.list(guest.path("opt/vivarium/releases"))) {
            return all.map(p -> p.getFileName().toString()).toList();
        }
    }
}
