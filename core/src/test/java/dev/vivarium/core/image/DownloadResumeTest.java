package dev.vivarium.core.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.model.Kind;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A download that breaks off goes on where it was, wherever that is right. */
@Timeout(60)
class DownloadResumeTest extends AtImageServer {
    @Test
    void goesOnWhereItBrokeOff() {
        server.on(
                "/i",
                ImageServer.hangsUpAfter(IMAGE, 1_000_000),
                ImageServer.hangsUpAfter(IMAGE, 500_000),
                ImageServer.gives(IMAGE));
        assertThat(fetch("/i").file()).hasBinaryContent(IMAGE);
        assertThat(server.requests).hasSize(3);
        assertThat(server.requests.get(2)).matches("GET /i bytes=1[0-9]{6}-");
    }

    @Test
    void anotherProcessGoesOnToo() throws Exception {
        server.on(
                "/i",
                ImageServer.hangsUpAfter(IMAGE, 1_000_000),
                ImageServer.status(503),
                ImageServer.status(503),
                ImageServer.status(503),
                ImageServer.gives(IMAGE));
        fails("/i", Kind.UNAVAILABLE, "image.unavailable", "goes on from there");
        assertThat(left("partial")).hasSize(1);

        store = new ImageStore(cache, LIMITS);
        assertThat(fetch("/i").file()).hasBinaryContent(IMAGE);
        assertThat(server.requests.get(4)).startsWith("GET /i bytes=");
    }

    @Test
    void startsAgainWhereAServerCannotGoOn() {
        server.on("/i", ImageServer.hangsUpAfter(IMAGE, 1_000_000), ImageServer.ignoresRanges(IMAGE));
        assertThat(fetch("/i").file()).hasBinaryContent(IMAGE);
        assertThat(server.requests).hasSize(2);
    }

    @Test
    void givesUpOnAServerThatNeverGetsFurther() {
        server.on("/i", ImageServer.ignoresRangesAndHangsUpAfter(IMAGE, 1_000_000));
        fails("/i", Kind.UNAVAILABLE, "image.unavailable", "fetched");
        assertThat(server.requests).hasSizeLessThan(10);
    }

    @Test
    void anOldPartOfAnotherImageDoesNoHarm() throws Exception {
        Files.write(part(), new byte[5000]);
        server.on("/i", ImageServer.gives(IMAGE));
        assertThat(fetch("/i").file()).hasBinaryContent(IMAGE);
        assertThat(server.requests).containsExactly("GET /i bytes=5000-", "GET /i");
    }

    @ParameterizedTest
    @ValueSource(ints = {3_000_000, 3_000_001})
    void aPartThatIsAsLongAsTheImageIsCheckedNotFetched(int length) throws Exception {
        Files.write(part(), Arrays.copyOf(IMAGE, length));
        server.on("/i", ImageServer.gives(IMAGE));
        assertThat(fetch("/i").file()).hasBinaryContent(IMAGE);
        assertThat(server.requests).hasSize(length == IMAGE.length ? 1 : 2);
    }

    @Test
    void aFileThatChangedMeanwhileIsFetchedFromItsStart() throws Exception {
        byte[] old = SampleImages.large(2_000_000);
        server.on(
                "/i",
                ImageServer.version("\"1\"", ImageServer.hangsUpAfter(old, 1_000_000)),
                ImageServer.version("\"2\"", ImageServer.gives(IMAGE)));
        assertThat(fetch("/i").file()).hasBinaryContent(IMAGE);
        assertThat(server.requests).hasSize(2);
        assertThat(left("partial")).isEmpty();
    }

    @Test
    void aFileThatStayedGoesOnWhereItBrokeOff() {
        server.on(
                "/i",
                ImageServer.version("\"1\"", ImageServer.hangsUpAfter(IMAGE, 1_000_000)),
                ImageServer.version("\"1\"", (exchange, from) -> {
                    assertThat(from).isPositive();
                    ImageServer.gives(IMAGE).answer(exchange, from);
                }));
        assertThat(fetch("/i").file()).hasBinaryContent(IMAGE);
        assertThat(server.requests).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes 5-2999999/3000000", "bytes 1000-9/10", "items 0-1/2", "bytes */3000000", ""})
    void aServerThatResumesElsewhereIsAskedForAll(String range) throws Exception {
        Files.write(part(), Arrays.copyOf(IMAGE, 1000));
        server.on(
                "/i",
                (exchange, from) -> {
                    exchange.getResponseHeaders().add("Content-Range", range);
                    exchange.sendResponseHeaders(206, IMAGE.length - 5);
                    exchange.getResponseBody().write(IMAGE, 5, IMAGE.length - 5);
                },
                ImageServer.gives(IMAGE));
        assertThat(fetch("/i").file()).hasBinaryContent(IMAGE);
    }

    @Test
    void aStalledServerIsLeftAfterTheLimit() {
        server.on("/i", ImageServer.stallsAfter(IMAGE, 100_000), ImageServer.gives(IMAGE));
        assertThat(fetch("/i").file()).hasBinaryContent(IMAGE);
        assertThat(work.progress()).anyMatch(p -> p.startsWith("the image broke off at"));
    }

    @Test
    void cancellingStopsAtOnceAndKeepsThePart() throws Exception {
        server.on("/i", (exchange, from) -> {
            exchange.sendResponseHeaders(200, IMAGE.length);
            exchange.getResponseBody().write(IMAGE, 0, 100_000);
            exchange.getResponseBody().flush();
            work.cancel();
        });
        fails("/i", Kind.CANCELLED, "test.cancelled", "cancelled");
        assertThat(left("images")).isEmpty();
    }
}
