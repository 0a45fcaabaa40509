package dev.vivarium.core.journal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.OperationId;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A journal in a directory: one JSON file a node, one file of JSON lines an operation.
 *
 * <pre>
 * nodes/ID.json           the node's record, replaced as a whole
 * operations/ID.jsonl     an operation that has not ended: the accepted operation, then its entries
 * operations/ID.cancel    somebody asked to cancel it
 * ended/NODE/ID.jsonl     one that has; the newest 50 of a node, and all of the last 30 days
 * moved                   there if another keeper has all of it
 * leases/NODE             locked by the process that works on the node until that process ends; says which one it is
 * </pre>
 *
 * <p>A last line without its line feed was cut off by a crash and does not count; the next entry replaces it.
 */
public final class FileJournal implements Journal {
    private static final int VERSION = 1;
    private static final String LINES = ".jsonl";
    private static final String CANCEL = ".cancel";
    private static final String MOVED = "moved";
    private static final Duration DRAFT_AGE = Duration.ofHours(1);

    private final Path nodes;
    private final Path operations;
    private final EndedOperations ended;
    private final Path leases;

    /**
     * Opens the journal in this directory, or begins one there.
     *
     * @throws VivariumException CONFLICT {@code journal.moved} if its nodes are kept elsewhere now; see {@link #moved}
     */
    public FileJournal(Path directory) {
        if (hasMoved(directory)) {
            throw new VivariumException(
                    Kind.CONFLICT,
                    "journal.moved",
                    "the nodes of " + directory
                            + " are kept by Vivarium's service now; ask that one ('vivarium serve' starts"
                            + " it, --server names it)");
        }
        this.nodes = DurableFiles.privateDirectory(directory.resolve("nodes"));
        this.operations = DurableFiles.privateDirectory(directory.resolve("operations"));
        this.ended = new EndedOperations(DurableFiles.privateDirectory(directory.resolve("ended")), nodes);
        this.leases = DurableFiles.privateDirectory(directory.resolve("leases"));
        removeWhatTheDeadLeft();
    }

    /** True if the journal in this directory was given to another keeper. */
    public static boolean hasMoved(Path directory) {
        return Files.exists(directory.resolve(MOVED));
    }

    /** From now on nobody opens the journal in this directory: another keeper has all of it. */
    public static void moved(Path directory) {
        DurableFiles.replace(directory.resolve(MOVED), "kept by the service\n");
    }

    @Override
    public List<Node> nodes() {
        return files(nodes, ".json").stream()
                .flatMap(file -> readNode(file).stream())
                .sorted(Comparator.comparing(n -> n.spec().name()))
                .toList();
    }

    @Override
    public Optional<Node> node(NodeId id) {
        return readNode(nodeFile(id));
    }

    @Override
    public void put(Node node) {
        DurableFiles.replace(nodeFile(node.id()), Json.write(new NodeFile(VERSION, node)) + "\n");
    }

    @Override
    public void remove(NodeId id) {
        DurableFiles.delete(nodeFile(id));
    }

    @Override
    public void accept(OperationRecord operation) {
        DurableFiles.replace(open(operation.id()), Json.write(operation) + "\n");
        ended.prune(operation.node(), operation.acceptedAt());
    }

    @Override
    public void append(OperationId id, Entry entry) {
        DurableFiles.appendLine(open(id), Json.write(entry));
        if (entry instanceof Entry.Ended) {
            readOperation(open(id)).ifPresent(this::moveToEnded);
        }
    }

    @Override
    public List<OperationHistory> unfinished() {
        return inOrder(files(operations, LINES)).filter(h -> !settle(h)).toList();
    }

    @Override
    public Optional<OperationHistory> operation(OperationId id) {
        return readOperation(open(id)).or(() -> ended.find(id).flatMap(FileJournal::readOperation));
    }

    @Override
    public List<OperationHistory> ended(NodeId node) {
        return inOrder(ended.files(node))
                .filter(h -> h.record().node().equals(node))
                .toList();
    }

    @Override
    public void requestCancel(OperationId id) {
        if (Files.exists(open(id))) {
            DurableFiles.touch(cancelFile(id));
        }
    }

    @Override
    public boolean cancelRequested(OperationId id) {
        return Files.exists(cancelFile(id));
    }

    @Override
    public Optional<Lease> tryLease(NodeId node) {
        return ProcessLock.tryHold(leases.resolve(node.toString())).map(lock -> lock::close);
    }

    @Override
    public Optional<LeaseHolder> leaseHolder(NodeId node) {
        return ProcessLock.holder(leases.resolve(node.toString()));
    }

    @Override
    public void close() {}

    /** A crash between the last entry and the move leaves an ended operation among the open ones. */
    private boolean settle(OperationHistory history) {
        if (history.end().isEmpty()) {
            return false;
        }
        moveToEnded(history);
        return true;
    }

    private void moveToEnded(OperationHistory history) {
        OperationId id = history.record().id();
        ended.take(open(id), history.record().node(), id);
        DurableFiles.delete(cancelFile(id));
    }

    /** Drafts of writes that were cut off, and wishes to cancel what had ended; what is young may be somebody's now. */
    private void removeWhatTheDeadLeft() {
        Instant young = Instant.now().minus(DRAFT_AGE);
        Stream.of(nodes, operations)
                .flatMap(directory -> files(directory, f -> isDraft(f) || isLostCancel(f)).stream())
                .filter(f -> f.toFile().lastModified() < young.toEpochMilli())
                .forEach(DurableFiles::delete);
    }

    private static boolean isDraft(String name) {
        return name.startsWith(".");
    }

    private boolean isLostCancel(String name) {
        return name.endsWith(CANCEL)
                && !Files.exists(operations.resolve(name.substring(0, name.length() - CANCEL.length()) + LINES));
    }

    private static Stream<OperationHistory> inOrder(List<Path> files) {
        return files.stream()
                .flatMap(file -> readOperation(file).stream())
                .sorted(Comparator.comparing((OperationHistory h) -> h.record().acceptedAt())
                        .thenComparing(h -> h.record().id()));
    }

    private static Optional<OperationHistory> readOperation(Path file) {
        List<String> lines = wholeLines(file);
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        return readable(file, () -> {
            JsonNode head = Json.read(lines.get(0), JsonNode.class);
            checkVersion(file, head.path("version").asInt());
            List<Entry> entries = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                entries.add(Json.read(line, Entry.class));
            }
            return new OperationHistory(Json.read(head, OperationRecord.class), entries);
        });
    }

    private static Optional<Node> readNode(Path file) {
        List<String> lines = wholeLines(file);
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        return readable(file, () -> {
            JsonNode tree = Json.read(lines.get(0), JsonNode.class);
            checkVersion(file, tree.path("version").asInt());
            return Json.read(tree, NodeFile.class).node();
        });
    }

    /** What is no JSON of ours is damage, or of a release that wrote more than this one knows. */
    private static <T> Optional<T> readable(Path file, Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (VivariumException e) {
            throw e.kind() == Kind.INTERNAL
                    ? new VivariumException(
                            Kind.NEEDS_OPERATOR,
                            "journal.damaged",
                            "cannot understand " + file + " (" + e.message()
                                    + "); use the release that wrote it, or put the file back from a backup",
                            e)
                    : e;
        }
    }

    private static void checkVersion(Path file, int version) {
        if (version < 1 || version > VERSION) {
            throw new VivariumException(
                    Kind.NEEDS_OPERATOR,
                    "journal.version",
                    file + " was written by another release (format " + version + ", this one reads up to " + VERSION
                            + "); use that release or a newer one");
        }
    }

    /** The lines that end with a line feed; none if the file does not exist. */
    private static List<String> wholeLines(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            int end = text.lastIndexOf('\n');
            return end < 0 ? List.of() : text.substring(0, end).lines().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static List<Path> files(Path directory, String suffix) {
        return files(directory, name -> name.endsWith(suffix) && !isDraft(name));
    }

    private static List<Path> files(Path directory, Predicate<String> name) {
        try (Stream<Path> list = Files.list(directory)) {
            return list.filter(f -> name.test(f.getFileName().toString())).toList();
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
    }

    static VivariumException unreadable(Path file, Exception e) {
        return new VivariumException(Kind.DENIED, "journal.read", "cannot read " + file + ": " + e.getMessage(), e);
    }

    private Path nodeFile(NodeId id) {
        return nodes.resolve(id + ".json");
    }

    private Path open(OperationId id) {
        return operations.resolve(id + LINES);
    }

    private Path cancelFile(OperationId id) {
        return operations.resolve(id + CANCEL);
    }

    /** The form of a node's file. */
    private record NodeFile(int version, Node node) {}
}
