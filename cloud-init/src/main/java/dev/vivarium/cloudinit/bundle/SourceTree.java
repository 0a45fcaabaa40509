package dev.vivarium.cloudinit.bundle;

import dev.vivarium.cloudinit.InputException;
import dev.vivarium.cloudinit.bundle.SourceEntry.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Looks at everything in a directory, never through a link, and refuses what must not go into a guest. */
final class SourceTree {
    /** All of them are held in memory while a bundle is packed, and each is a file to make in the guest. */
    static final int MAX_ENTRIES = 300_000;

    /** In the guest the release's own directory comes before it, and Linux takes 4095 bytes in all. */
    static final int MAX_PATH_BYTES = 3000;

    private static final String RESERVED = ".vivarium";

    private final Path root;
    private final List<SourceEntry> entries = new ArrayList<>();
    private final Set<String> normalized = new HashSet<>();
    private final Consumer<InputException> problems;
    private final int maxEntries;
    private FileTime newest = FileTime.fromMillis(0);

    private SourceTree(Path root, int maxEntries, Consumer<InputException> problems) {
        this.root = root;
        this.maxEntries = maxEntries;
        this.problems = problems;
    }

    /**
     * Everything below the directory, sorted by path, so that a directory precedes what is in it.
     *
     * @throws InputException if something there must not go into a guest
     * @throws UncheckedIOException if it cannot be read
     */
    static Scan scan(Path directory) {
        return scan(directory, MAX_ENTRIES, problem -> {
            throw problem;
        });
    }

    /** The same, telling each problem and going on; what has one is left out. */
    static Scan scan(Path directory, int maxEntries, Consumer<InputException> problems) {
        SourceTree tree = new SourceTree(directory, maxEntries, problems);
        try {
            Files.walkFileTree(directory, tree.visitor());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the bundle " + directory + ": " + e, e);
        }
        tree.entries.sort(Comparator.comparing(SourceEntry::path));
        return new Scan(List.copyOf(tree.entries), tree.newest);
    }

    /** What a scan found. @param newestChange when the latest change was made to any of it */
    record Scan(List<SourceEntry> entries, FileTime newestChange) {}

    private FileVisitor<Path> visitor() {
        return new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes seen) throws IOException {
                return dir.equals(root) ? FileVisitResult.CONTINUE : visit(() -> add(dir, Kind.DIRECTORY, ""));
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes seen) throws IOException {
                return visit(() -> {
                    if (seen.isSymbolicLink()) {
                        add(file, Kind.LINK, insideTarget(file));
                    } else if (seen.isRegularFile()) {
                        add(file, Kind.FILE, "");
                    } else {
                        throw refused(
                                file, "is a device, a FIFO or a socket; a bundle holds files, directories and links");
                    }
                });
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                return visit(() -> {
                    throw refused(
                            file, "cannot be read: " + e.getClass().getSimpleName() + "; see its owner and rights");
                });
            }
        };
    }

    private interface Look {
        void look() throws IOException;
    }

    private FileVisitResult visit(Look look) throws IOException {
        try {
            look.look();
            return FileVisitResult.CONTINUE;
        } catch (InputException e) {
            problems.accept(e);
            return entries.size() < maxEntries ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.TERMINATE;
        }
    }

    private void add(Path path, Kind kind, String target) throws IOException {
        if (entries.size() >= maxEntries) {
            throw refused(
                    root,
                    "has more than " + maxEntries
                            + " files and directories; put small files into an archive or a container image");
        }
        String name = checkedName(path);
        UnixStat seen = UnixStat.of(path);
        if (kind == Kind.FILE && seen.setsId()) {
            throw refused(path, "is set-user-ID or set-group-ID; take that away with 'chmod ug-s'");
        }
        newest = seen.changed().compareTo(newest) > 0 ? seen.changed() : newest;
        long size = kind == Kind.FILE ? seen.size() : 0;
        entries.add(new SourceEntry(name, kind, size, seen.executable(), target, seen.stamp()));
    }

    private String checkedName(Path path) {
        String name = relative(path);
        if (name.codePoints().anyMatch(Character::isISOControl)) {
            throw refused(path, "has a control character in its name");
        }
        if (name.indexOf('\uFFFD') >= 0) {
            throw refused(
                    path,
                    "has a name that is not UTF-8 (or this process does not run in a UTF-8 locale: LC_ALL=C.UTF-8)");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_PATH_BYTES) {
            throw refused(
                    root,
                    "nests directories so deep that paths are longer than " + MAX_PATH_BYTES
                            + " bytes, which the guest could not open: " + name.substring(0, 40) + "…");
        }
        if (!Normalizer.isNormalized(name, Normalizer.Form.NFC) || name.chars().anyMatch(c -> c > 127)) {
            if (!normalized.add(Normalizer.normalize(name, Normalizer.Form.NFC))) {
                throw refused(
                        path,
                        "has the same name as another one but for the Unicode normal form (NFC, NFD); nobody can tell"
                                + " them apart: rename one");
            }
        }
        if (name.startsWith(RESERVED)) {
            throw refused(path, "has a name that is kept for the guest; rename it");
        }
        return name;
    }

    private String insideTarget(Path link) throws IOException {
        Optional<String> problem = LinkTarget.problem(root, link);
        if (problem.isPresent()) {
            throw refused(link, problem.get());
        }
        return Files.readSymbolicLink(link).toString();
    }

    private String relative(Path path) {
        return root.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
    }

    private InputException refused(Path path, String problem) {
        return new InputException(printable(path.toString()), 0, printable(problem));
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
