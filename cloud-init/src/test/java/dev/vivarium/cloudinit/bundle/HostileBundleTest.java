package dev.vivarium.cloudinit.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.cloudinit.InputException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Directories that mean harm, or are broken. */
class HostileBundleTest {
    @TempDir
    Path dir;

    private Path root;
    private BundleDirectory directory;

    @BeforeEach
    void begin() {
        root = dir.resolve("AGI-core");
        directory = new BundleDirectory(root);
    }

    /** The first is lexically inside: only whoever follows the second sees that it is not. */
    @ParameterizedTest
    @CsvSource({
        "p/q/r/top/../outside, p/q/r/top, ../../..",
        "top/etc/passwd, top, /",
        "a/b, a, ../..",
        "models/../../AGI-core/bundle.yaml, models2, models",
        "a, a2, /proc/self/cwd"
    })
    void linksThatLeadOutThroughOthersAreRefused(String target, String other, String otherTarget) throws IOException {
        directory.file("p/q/r/file", "").file("models/file", "");
        List<Path> links = new ArrayList<>();
        links.add(Files.createSymbolicLink(root.resolve("link"), Path.of(target)));
        links.add(Files.createSymbolicLink(root.resolve(other), Path.of(otherTarget)));
        refused(directory::open, "leads out of the bundle");
        for (Path link : links) {
            Files.delete(link); // JUnit warns of links that lead out
        }
    }

    @Test
    void linksInCirclesAreRefused() throws IOException {
        Files.createSymbolicLink(root.resolve("a"), Path.of("b"));
        Files.createSymbolicLink(root.resolve("b"), Path.of("a"));
        refused(directory::open, "or in circles");
    }

    @Test
    void aDirectoryThatHoldsALinkToItselfIsNoLoop() throws IOException {
        directory.file("x/file", "");
        Files.createSymbolicLink(root.resolve("x/again"), Path.of("../x"));
        assertThat(directory.open().manifest().name()).isEqualTo("muse");
    }

    @Test
    void hardLinksArePackedAsFilesOfTheirOwn() throws IOException {
        directory.file("one", "x");
        Files.createLink(root.resolve("two"), root.resolve("one"));
        assertThat(directory.open().content().get(0).entries()).isEqualTo(3);
    }

    @Test
    void aSocketIsRefused() throws IOException {
        Path socket = Path.of("/proc/self/cwd").toRealPath().relativize(root.resolve("socket"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            refused(directory::open, "socket: is a device, a FIFO or a socket");
        }
    }

    @Test
    void tooManyEntriesAreRefusedWithTheReason() {
        for (int i = 0; i < 50; i++) {
            directory.file("d/" + i, "");
        }
        List<InputException> problems = new ArrayList<>();
        SourceTree.Scan scan = SourceTree.scan(root, 20, problems::add);
        assertThat(problems)
                .hasSize(1)
                .first()
                .satisfies(p -> assertThat(p)
                        .hasMessageContaining(
                                "has more than 20 files and directories; put small files into an archive"));
        assertThat(scan.entries()).hasSize(20);
    }

    @Test
    void namesThatDifferInTheirNormalFormOnlyAreRefused() {
        directory.file("memory/ёж", "1");
        assertThat(directory.open().manifest().name()).isEqualTo("muse");
        directory.file("memory/" + Normalizer.normalize("ёж", Normalizer.Form.NFD), "2");
        refused(directory::open, "but for the Unicode normal form");
    }

    @ParameterizedTest
    @ValueSource(strings = {"муза", "الذاكرة", "記憶", "🧠", "é", "a b", "'", "\\", "*", "-rf", "$(id)", "%s"})
    void namesInEveryScriptComeThrough(String name) {
        directory.file("memory/" + name + "/" + name, name);
        assertThat(SourceTree.scan(root).entries())
                .extracting(SourceEntry::path)
                .contains("memory/" + name + "/" + name);
    }

    @Test
    void theLongestNameComesThroughAndTooDeepATreeIsRefused() {
        directory.file("n".repeat(255), "").file("ж".repeat(127), "");
        assertThat(directory.open().manifest().name()).isEqualTo("muse");
        directory.file(("d".repeat(250) + "/").repeat(12) + "file", "");
        refused(directory::open, "nests directories so deep");
    }

    @Test
    void namesThatAreNoTextAreRefused() throws Exception {
        run("touch \"$1/$(printf '\\377')\"");
        refused(directory::open, "has a name that is not UTF-8");
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws IOException {
        Assumptions.assumeFalse(
                Files.isReadable(Path.of("/etc/shadow")),
                "this user reads everything: run the tests as another than root");
        directory.file("secret", "x");
        Files.setPosixFilePermissions(root.resolve("secret"), PosixFilePermissions.fromString("---------"));
        assertThatThrownBy(() -> directory.pack(dir.resolve("cache"), 1 << 20)).hasMessageContaining("secret");
    }

    @Test
    void aRegularExpressionThatReadsForEverDoesNotHold() {
        Expectation hostile = new Expectation(Expectation.How.MATCHES, "^(a+)+$");
        assertThat(hostile.holds("a".repeat(40), "n")).isTrue();
        assertThat(hostile.holds("a".repeat(40) + "!", "n")).isFalse();
        assertThat(new Expectation(Expectation.How.MATCHES, "^(a|b)*$").holds("ab".repeat(500_000), "n"))
                .isFalse();
    }

    private void run(String script) throws Exception {
        assertThat(new ProcessBuilder("sh", "-c", script, "sh", root.toString())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    private static void refused(ThrowingCallable call, String problem) {
        assertThatThrownBy(call).isInstanceOf(InputException.class).hasMessageContaining(problem);
    }
}
