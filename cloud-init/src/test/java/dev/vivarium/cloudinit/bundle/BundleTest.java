package dev.vivarium.cloudinit.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.cloudinit.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {
    private static final String UNIT = "[Service]\nExecStart=/bin/true\n";

    @TempDir
    Path root;

    private BundleDirectory directory;

    @BeforeEach
    void begin() {
        directory = new BundleDirectory(root);
    }

    @Test
    void aGoodDirectoryIsAccepted() throws IOException {
        directory
                .manifest("services: [{unit: boot/муза.service.d/a.service}]\nhooks: {init: boot/init.sh}\n")
                .file("boot/муза.service.d/a.service", UNIT)
                .file("boot/init.sh", "true")
                .file("models/веса.gguf", "x".repeat(10))
                .file("anything/else", "y");
        Files.createSymbolicLink(root.resolve("models/last"), Path.of("веса.gguf"));
        Files.createSymbolicLink(root.resolve("anything/up"), Path.of("../models/last"));
        Bundle bundle = directory.open();
        assertThat(bundle.manifest().name()).isEqualTo("muse");
        assertThat(bundle.contentBytes())
                .isEqualTo(Files.size(root.resolve("bundle.yaml")) + UNIT.length() + 4 + 10 + 1);
        assertThat(SourceTree.scan(bundle.directory()).entries())
                .extracting(SourceEntry::path)
                .isSorted()
                .contains("models", "models/веса.gguf", "anything/up");
    }

    @Test
    void aDirectoryReachedByALinkIsTheRealOne() throws IOException {
        Path real = new BundleDirectory(root.resolve("real")).root();
        Path link = Files.createSymbolicLink(root.resolve("AGI-core"), Path.of("real"));
        assertThat(Bundle.open(link).directory()).isEqualTo(real.toRealPath());
    }

    @Test
    void whatIsNoBundleIsRefused() throws IOException {
        refused(() -> Bundle.open(root.resolve("absent")), "is not a directory");
        Files.delete(root.resolve("bundle.yaml"));
        refused(directory::open, "bundle.yaml: is missing");
        Files.write(root.resolve("bundle.yaml"), new byte[] {'a', ':', (byte) 0xff});
        refused(directory::open, "not UTF-8");
        Files.write(root.resolve("bundle.yaml"), new byte[(1 << 20) + 1]);
        refused(directory::open, "1 MiB");
    }

    @Test
    void linksThatLeadOutAreRefused() throws IOException {
        for (String target : List.of("/etc/passwd", "../outside", "models/../../outside")) {
            Path link = Files.createSymbolicLink(root.resolve("link"), Path.of(target));
            refused(directory::open, "leads out of the bundle");
            Files.delete(link);
        }
    }

    @Test
    void whatIsNoFileIsRefused() throws Exception {
        run("mkfifo", root.resolve("pipe").toString());
        refused(directory::open, "pipe: is a device, a FIFO or a socket");
    }

    @Test
    void programsWithForeignRightsAreRefused() throws Exception {
        directory.program("tool", "#!/bin/sh\n");
        run("chmod", "4755", root.resolve("tool").toString());
        refused(directory::open, "chmod ug-s");
        run("chmod", "2755", root.resolve("tool").toString());
        refused(directory::open, "set-group-ID");
        run("chmod", "755", root.resolve("tool").toString());
        run("chmod", "2755", root.toString());
        assertThat(directory.open().manifest().name()).isEqualTo("muse");
    }

    @Test
    void namesThatDeceiveAreRefused() throws IOException {
        Path file = Files.createFile(root.resolve("a\nb"));
        refused(directory::open, "a?b: has a control character");
        Files.delete(file);
        Files.createDirectory(root.resolve(".vivarium-seed"));
        refused(directory::open, "kept for the guest");
    }

    @Test
    void whatTheManifestNamesMustBeThere() {
        directory.manifest("services: [{unit: boot/a.service}]\n");
        refused(directory::open, "bundle.yaml:4: boot/a.service does not exist");
        directory.manifest("hooks:\n  init: boot/init.sh\n");
        refused(directory::open, "bundle.yaml:5: boot/init.sh does not exist");
        directory.file("boot/init.sh/x", "").file("boot/init.sh/y", "");
        refused(directory::open, "boot/init.sh must be a regular file");
        directory.manifest("layers: [{name: a, paths: [weights]}]\n");
        refused(directory::open, "weights does not exist");
    }

    @Test
    void theKnownDirectoriesAndStateAreDirectories() {
        directory.file("models", "");
        refused(directory::open, "models must be a directory");
        directory = new BundleDirectory(root.resolve("second"));
        directory.manifest("state: [settings.json]\n").file("settings.json", "{}");
        refused(directory::open, "bundle.yaml:4: settings.json must be a directory");
    }

    @Test
    void unitsMustKeepRunning() {
        directory.manifest("services: [{unit: boot/a.service}]\n");
        directory.file("boot/a.service", "[Unit]\nDescription=x\n");
        refused(directory::open, "is no systemd service");
        directory.file("boot/a.service", UNIT + " Type = oneshot\n");
        refused(directory::open, "hooks: init");
        directory.file("boot/a.service", UNIT + "#".repeat(70_000));
        refused(directory::open, "64 KiB");
    }

    private static void refused(ThrowingCallable call, String problem) {
        assertThatThrownBy(call).isInstanceOf(InputException.class).hasMessageContaining(problem);
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
