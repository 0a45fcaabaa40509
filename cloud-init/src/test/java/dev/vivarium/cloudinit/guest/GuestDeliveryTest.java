package dev.vivarium.cloudinit.guest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vivarium.cloudinit.Delivery;
import dev.vivarium.cloudinit.Secret;
import dev.vivarium.cloudinit.bundle.PackedBundle;
import dev.vivarium.cloudinit.bundle.PackedLayer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guest's side of every delivery that does not come in a drive. */
@Execution(ExecutionMode.CONCURRENT)
class GuestDeliveryTest extends AtGuest {
    private static final String INCOMING = "var/lib/vivarium/incoming";

    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private PackedBundle packed;
    private HttpServer server;
    private Answer answer = GuestDeliveryTest::whole;

    private interface Answer {
        byte[] of(byte[] medium, int from);
    }

    @BeforeEach
    void begin() throws IOException {
        packed = new SampleNode(dir).pack();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/b/", this::serve);
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    @Test
    void whatIsSentIsWaitedForUnpackedAndRemoved() throws IOException {
        seed(new Delivery.Sftp(), Optional.empty());
        guest.start();
        guest.status(s -> s.get("detail").asText().startsWith("waiting for layer 'models' to arrive (sftp), 0 of"));
        Files.createDirectories(guest.path(INCOMING));
        PackedLayer models = packed.layers().get(0);
        Path part = guest.path(INCOMING + "/" + models.digest().hex() + ".part");
        Files.write(part, new byte[4096]);
        JsonNode half = guest.status(s -> s.get("done").asLong() == 4096);
        assertThat(half.get("phase").asText()).isEqualTo("receiving");
        assertThat(half.get("total").asLong()).isEqualTo(models.mediumBytes());
        Files.delete(part);
        arrive();
        assertThat(guest.outcome().get("phase").asText()).as(guest.output()).isEqualTo("ready");
        assertThat(guest.path("opt/vivarium/current/models/веса.bin")).exists();
        guest.await("an empty place", () -> !Files.exists(guest.path(INCOMING)));
        guest.boot("2");
        guest.ready();
    }

    @Test
    void whatWasLeftByAPowerCutAfterUnpackingIsRemovedAtTheNextBoot() throws IOException {
        seed(new Delivery.Sftp(), Optional.empty());
        arrive();
        guest.ready();
        guest.boot("2");
        arrive();
        guest.ready();
        assertThat(guest.path(INCOMING)).doesNotExist();
    }

    @Test
    void whatArrivedAndIsWrongIsRefusedAndMustComeAnew() throws IOException {
        seed(new Delivery.Sftp(), Optional.empty());
        arrive();
        Path medium = arrived(0);
        byte[] bytes = Files.readAllBytes(medium);
        Files.write(medium, new byte[bytes.length]);
        guest.failed("BUNDLE_DAMAGED", "what came as layer 'models' (sftp)");
        assertThat(medium).doesNotExist();
        guest.boot("2");
        arrive();
        int slice = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("(\u00b5/\u00fd");
        bytes[slice + 60] ^= 1;
        Files.write(medium, bytes);
        guest.failed("BUNDLE_DAMAGED", "slice-0000 of layer 'models'");
        assertThat(medium).doesNotExist();
        guest.boot("3");
        arrive();
        guest.ready();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLayerIsFetchedAndGoesOnWhereItWasCutOff(boolean curl) throws IOException {
        without(curl);
        answer = (medium, from) ->
                from == 0 ? Arrays.copyOf(medium, 5000) : Arrays.copyOfRange(medium, from, medium.length);
        seed(url(), Optional.empty());
        guest.ready();
        assertThat(ranges).contains("bytes=5000-");
        assertThat(guest.path(INCOMING)).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aServerThatSaysTooMuchIsCutAtThePlannedSize(boolean curl) throws IOException {
        without(curl);
        answer = (medium, from) -> Arrays.copyOf(medium, medium.length + 9_000_000);
        seed(url(), Optional.empty());
        guest.ready();
        assertThat(guest.output()).doesNotContain("9 MiB");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aServerThatDoesNotHaveItIsNamed(boolean curl) throws IOException {
        without(curl);
        server.removeContext("/b/");
        seed(url(), Optional.empty());
        assertThat(guest.failed("DELIVERY_FAILED", url().base() + "/")
                        .get("log")
                        .asText())
                .contains("404");
        server.stop(0);
        guest.boot("2");
        guest.failed("DELIVERY_FAILED", "of layer 'models' cannot be fetched");
    }

    @Test
    void aServerThatGivesSomethingElseIsFoundOut() throws IOException {
        answer = (medium, from) -> new byte[medium.length - from];
        seed(url(), Optional.empty());
        guest.failed("BUNDLE_DAMAGED", "what came as layer 'models' (url)");
        assertThat(arrived(0)).doesNotExist();
    }

    @Test
    void aFetchNeedsSpaceFirst() throws IOException {
        guest.play("df", "#!/bin/sh\necho Filesystem\necho /dev/vda 1 1 60000 1% /\n");
        seed(url(), Optional.empty());
        guest.failed("NO_SPACE", "the disk has 58 MiB");
        assertThat(ranges).isEmpty();
    }

    @Test
    void sharesAreMountedReadOnlyAndLeftAlone() throws IOException {
        share();
        guest.play("mount.nfs", "#!/bin/sh\n");
        seed(new Delivery.Nfs("host:/srv"), Optional.empty());
        guest.ready();
        assertThat(guest.calls()).contains("mount -t nfs -o ro,nosuid,nodev,noexec host:/srv");
        assertThat(guest.path("run/vivarium/share")).doesNotExist();
    }

    @Test
    void credentialsOfAShareComeFromAFileOfTheSeed() throws IOException {
        share();
        guest.play("mount.cifs", "#!/bin/sh\n");
        seed(new Delivery.Smb("//nas/b", Optional.empty()), Optional.of(Secret.of("username=я\npassword=тайна\n")));
        guest.ready();
        assertThat(guest.calls())
                .anyMatch(c -> c.startsWith("mount -t cifs") && c.contains("credentials=") && c.endsWith("//nas/b"))
                .noneMatch(c -> c.contains("тайна"));
        assertThat(GuestFiles.of(plan(new Delivery.Sftp(), Optional.of(Secret.of("password=x")))))
                .anySatisfy(f ->
                        assertThat(f.path() + " " + f.permissions()).isEqualTo("/etc/vivarium/share.credentials 0600"));
    }

    @Test
    void whatAShareLacksIsNamed() throws IOException {
        seed(new Delivery.Smb("//nas/b", Optional.empty()), Optional.empty());
        guest.failed("MOUNT_MISSING", "install the package cifs-utils");
        guest.play("mount.cifs", "#!/bin/sh\n");
        guest.boot("2");
        assertThat(guest.failed("DELIVERY_FAILED", "//nas/b cannot be mounted")
                        .get("log")
                        .asText())
                .contains("no route");
        assertThat(guest.calls()).anyMatch(c -> c.contains(",guest //nas/b"));
        share();
        Files.delete(
                guest.rig().resolve("shared/" + packed.layers().get(1).digest().hex() + ".iso"));
        guest.boot("3");
        guest.failed("MEDIUM_MISSING", "of layer 'code'; copy it there");
    }

    private void share() throws IOException {
        Path shared = Files.createDirectories(guest.rig().resolve("shared"));
        for (PackedLayer layer : packed.layers()) {
            Files.copy(layer.file(), shared.resolve(layer.file().getFileName()));
        }
    }

    private void arrive() throws IOException {
        Files.createDirectories(guest.path(INCOMING));
        for (int i = 0; i < packed.layers().size(); i++) {
            Files.copy(packed.layers().get(i).file(), arrived(i), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private Path arrived(int layer) {
        return guest.path(INCOMING + "/" + packed.layers().get(layer).digest().hex() + ".iso");
    }

    private Delivery.Url url() {
        return new Delivery.Url(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/b"));
    }

    /** The played curl is none, so that Python is taken. */
    private void without(boolean curl) throws IOException {
        if (!curl) {
            guest.hide("curl");
        }
    }

    private void seed(Delivery delivery, Optional<Secret> credentials) throws IOException {
        guest.seed(plan(delivery, credentials));
        guest.write("etc/vivarium/secrets.env", SampleNode.secrets("MUSE_TOKEN", "x"));
    }

    private GuestPlan plan(Delivery delivery, Optional<Secret> credentials) {
        GuestPlan.Bundle bundle = GuestPlan.Bundle.of(packed, delivery);
        return new GuestPlan(
                "6f1c",
                SampleNode.NAME,
                "inst",
                Optional.of(new GuestPlan.Bundle(
                        bundle.digest(), bundle.manifest(), bundle.layers(), delivery, credentials)));
    }

    private static byte[] whole(byte[] medium, int from) {
        return Arrays.copyOfRange(medium, from, medium.length);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath().substring(3);
        byte[] medium = Files.readAllBytes(packed.layers().get(0).file().resolveSibling(name));
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        ranges.add(String.valueOf(range));
        if (from >= medium.length) {
            exchange.sendResponseHeaders(416, -1);
        } else {
            byte[] body = answer.of(medium, from);
            if (range != null) {
                exchange.getResponseHeaders()
                        .set("Content-Range", "bytes " + from + "-" + (medium.length - 1) + "/" + medium.length);
            }
            exchange.sendResponseHeaders(range == null ? 200 : 206, body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }
}
