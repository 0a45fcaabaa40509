package dev.vivarium.core.journal;

import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.OperationId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The files of operations that have ended, in a directory for each node; those that lie beside these directories are older
 * than that order. Of a node the newest stay, and those that are young; of a node that is gone, what is young.
 */
record EndedOperations(Path directory, Path nodes) {
    private static final String LINES = ".jsonl";
    private static final int KEPT = 50;
    private static final Duration KEPT_FOR = Duration.ofDays(30);
    /** No more nodes are looked at for one operation that is accepted. */
    private static final int LOOKS = 500;

    /** Takes the file of an operation that has ended. */
    void take(Path open, NodeId node, OperationId id) {
        DurableFiles.move(open, DurableFiles.privateDirectory(of(node)).resolve(id + LINES));
    }

    Optional<Path> find(OperationId id) {
        Path old = directory.resolve(id + LINES);
        if (Files.exists(old)) {
            return Optional.of(old);
        }
        return list(directory, Files::isDirectory).stream()
                .map(node -> node.resolve(id + LINES))
                .filter(Files::exists)
                .findFirst();
    }

    /** The files in which this node's operations are, and maybe those of others. */
    List<Path> files(NodeId node) {
        Predicate<Path> operations = f -> f.toString().endsWith(LINES);
        Path own = of(node);
        return Stream.of(directory, own)
                .filter(Files::isDirectory)
                .flatMap(d -> list(d, operations).stream())
                .toList();
    }

    /** Removes what nobody will ask for any more. */
    void prune(NodeId node, Instant now) {
        Path own = of(node);
        if (Files.isDirectory(own)) {
            pruneOne(own, now);
        }
        list(directory, Files::isDirectory).stream()
                .limit(LOOKS)
                .filter(d -> !Files.exists(nodes.resolve(d.getFileName() + ".json")))
                .filter(d -> isOld(d, now))
                .forEach(EndedOperations::remove);
    }

    private static void pruneOne(Path own, Instant now) {
        List<Path> all = list(own, f -> f.toString().endsWith(LINES));
        if (all.size() > KEPT) {
            all.stream()
                    .sorted(Comparator.comparing(EndedOperations::modified).reversed())
                    .skip(KEPT)
                    .filter(f -> isOld(f, now))
                    .forEach(DurableFiles::delete);
        }
    }

    private static void remove(Path node) {
        list(node, f -> true).forEach(DurableFiles::delete);
        DurableFiles.delete(node);
    }

    private Path of(NodeId node) {
        return directory.resolve(node.toString());
    }

    private static boolean isOld(Path file, Instant now) {
        return modified(file).toInstant().isBefore(now.minus(KEPT_FOR));
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.from(Instant.MAX); // removed by another process just now
        }
    }

    private static List<Path> list(Path directory, Predicate<Path> which) {
        try (Stream<Path> list = Files.list(directory)) {
            return list.filter(which).toList();
        } catch (IOException | UncheckedIOException e) {
            throw FileJournal.unreadable(directory, e);
        }
    }
}
