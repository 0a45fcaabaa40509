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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A journal in a directory: one JSON file a node, one file of JSON lines an operation.
 *
 * <pre>
 * nodes/ID.json           the node's record, replaced as a whole
 * operations/ID.jsonl     an operation that has not ended: the accepted operation, then its entries
 * operations/ID.cancel    somebody asked to cancel it
 * ended/ID.jsonl          one that has
 * leases/NODE             an empty file, locked by the process that works on the node until that process ends
 * </pre>
 *
 * <p>A last line without its line feed was cut off by a crash and does not count; the next entry replaces it.
 */
public final class FileJournal implements Journal {
    private static final int VERSION = 1;
    private static final String LINES = ".jsonl";

    private final Path nodes;
    private final Path operations;
    private final Path ended;
    private final Path leases;

    /** Opens the journal in this directory, or begins one there. */
    public FileJournal(Path directory) {
        this.nodes = DurableFiles.privateDirectory(directory.resolve("nodes"));
        this.operations = DurableFiles.privateDirectory(directory.resolve("operations"));
        this.ended = DurableFiles.privateDirectory(directory.resolve("ended"));
        this.leases = DurableFiles.privateDirectory(directory.resolve("leases"));
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
    }

    @Override
    public void append(OperationId id, Entry entry) {
        DurableFiles.appendLine(open(id), Json.write(entry));
        if (entry instanceof Entry.Ended) {
            DurableFiles.move(open(id), ended.resolve(id + LINES));
            DurableFiles.delete(cancelFile(id));
        }
    }

    @Override
    public List<OperationHistory> unfinished() {
        return inOrder(operations).filter(h -> !settle(h)).toList();
    }

    @Override
    public Optional<OperationHistory> operation(OperationId id) {
        return readOperation(open(id)).or(() -> readOperation(ended.resolve(id + LINES)));
    }

    @Override
    public List<OperationHistory> ended(NodeId node) {
        return inOrder(ended).filter(h -> h.record().node().equals(node)).toList();
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
    public void close() {}

    /** A crash between the last entry and the move leaves an ended operation among the open ones. */
    private boolean settle(OperationHistory history) {
        if (history.end().isEmpty()) {
            return false;
        }
        OperationId id = history.record().id();
        if (Files.exists(open(id))) {
            DurableFiles.move(open(id), ended.resolve(id + LINES));
        }
        return true;
    }

    private static Stream<OperationHistory> inOrder(Path directory) {
        return files(directory, LINES).stream()
                .flatMap(file -> readOperation(file).stream())
                .sorted(Comparator.comparing((OperationHistory h) -> h.record().acceptedAt())
                        .thenComparing(h -> h.record().id()));
    }

    private static Optional<OperationHistory> readOperation(Path file) {
        List<String> lines = wholeLines(file);
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        JsonNode head = Json.read(lines.get(0), JsonNode.class);
        checkVersion(file, head.path("version").asInt());
        List<Entry> entries = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            entries.add(Json.read(line, Entry.class));
        }
        return Optional.of(new OperationHistory(Json.read(head, OperationRecord.class), entries));
    }

    private static Optional<Node> readNode(Path file) {
        List<String> lines = wholeLines(file);
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        JsonNode tree = Json.read(lines.get(0), JsonNode.class);
        checkVersion(file, tree.path("version").asInt());
        return Optional.of(Json.read(tree, NodeFile.class).node());
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
        try (Stream<Path> list = Files.list(directory)) {
            return list.filter(f -> f.getFileName().toString().endsWith(suffix)
                            && !f.getFileName().toString().startsWith("."))
                    .toList();
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
    }

    private static VivariumException unreadable(Path file, IOException e) {
        return new VivariumException(Kind.DENIED, "journal.read", "cannot read " + file + ": " + e.getMessage(), e);
    }

    private Path nodeFile(NodeId id) {
        return nodes.resolve(id + ".json");
    }

    private Path open(OperationId id) {
        return operations.resolve(id + LINES);
    }

    private Path cancelFile(OperationId id) {
        return operations.resolve(id + ".cancel");
    }

    /** The form of a node's file. */
    private record NodeFile(int version, Node node) {}
}
