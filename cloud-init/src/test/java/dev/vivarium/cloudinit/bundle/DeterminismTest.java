package dev.vivarium.cloudinit.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.cloudinit.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same tree is the same medium, whoever packs it, where, when and with what. */
class DeterminismTest {
    private static final List<String> FILES =
            List.of("a/one", "a/Two", "B/три", "b/четыре", "models/weights.bin", "ı/I", "z");

    @TempDir
    Path dir;

    /** Packs a directory and prints the digest of the medium. */
    public static final class Packing {
        private Packing() {}

        public static void main(String[] args) {
            System.out.println(medium(Path.of(args[0]), Path.of(args[1])));
        }
    }

    private static Digest medium(Path bundle, Path cache) {
        return Digest.ofFile(new BundleCache(cache)
                .pack(Bundle.open(bundle), PackingProgress.NONE)
                .layers()
                .get(0)
                .file());
    }

    @Test
    void orderOfMakingRightsAndTimesDoNotCount() throws IOException {
        Path first = bundle("first", FILES);
        List<String> backwards = new ArrayList<>(FILES);
        Collections.reverse(backwards);
        Path second = bundle("second", backwards);
        for (String file : FILES) {
            Files.setPosixFilePermissions(second.resolve(file), PosixFilePermissions.fromString("rw-------"));
            Files.setLastModifiedTime(second.resolve(file), FileTime.fromMillis(1_000_000_000_000L));
        }
        Files.setPosixFilePermissions(second.resolve("a"), PosixFilePermissions.fromString("rwx------"));
        assertThat(medium(second, dir.resolve("2"))).isEqualTo(medium(first, dir.resolve("1")));
    }

    @Test
    void localeAndJavaDoNotCount() throws Exception {
        Path bundle = bundle("first", FILES);
        Digest here = medium(bundle, dir.resolve("here"));
        int number = 0;
        for (Path java : javas()) {
            for (String language : List.of("tr", "ru")) {
                Process process = new ProcessBuilder(
                                java.toString(),
                                "-Duser.language=" + language,
                                "-Duser.timezone=Asia/Kolkata",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Packing.class.getName(),
                                bundle.toString(),
                                dir.resolve("other" + number++).toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(process.waitFor()).isZero();
                assertThat(said.strip()).as(java + " " + language).isEqualTo(here.toString());
            }
        }
        assertThat(number).isPositive();
    }

    /** This one, and those that Linux distributions put beside it. */
    private static Set<Path> javas() throws IOException {
        Set<Path> javas = new TreeSet<>();
        javas.add(Path.of(System.getProperty("java.home"), "bin", "java").toRealPath());
        Path others = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(others)) {
            try (DirectoryStream<Path> homes = Files.newDirectoryStream(others, "*-{17,21,25}-*")) {
                for (Path home : homes) {
                    if (Files.isExecutable(home.resolve("bin/java"))) {
                        javas.add(home.resolve("bin/java").toRealPath());
                    }
                }
            }
        }
        return javas;
    }

    private Path bundle(String name, List<String> files) {
        BundleDirectory directory = new BundleDirectory(dir.resolve(name));
        for (String file : files) {
            directory.file(file, ("содержание " + file + "\n").repeat(1000));
        }
        return directory.root();
    }
}
