package dev.vivarium.qemu.machine;

import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.qemu.api.Calls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The directories of this installation's machines. Whatever else lies there is not ours, and stays.
 *
 * @param root holds one directory a machine, named by its node's id
 * @param installation whose machines are ours
 * @param calls what every call to a machine's QEMU goes through
 */
public record MachineDirectories(Path root, InstallationId installation, Calls calls) {

    /** Where this node's machine is, or would be. */
    public MachineDirectory of(NodeId node) {
        return new MachineDirectory(node, root.resolve(node.toString()), calls);
    }

    /** What was decided about our machine of this node, if there is one. */
    public Optional<MachineFile> find(NodeId node) {
        return of(node).read().filter(this::ours);
    }

    /**
     * What was decided about the node's machine.
     *
     * @throws VivariumException NOT_FOUND if there is none of ours
     */
    public MachineFile get(NodeId node) {
        return find(node)
                .orElseThrow(() -> new VivariumException(
                        Kind.NOT_FOUND, "qemu.machine.missing", "node " + node + " has no machine in " + root));
    }

    /** All machines of ours. */
    List<MachineFile> all() {
        try (Stream<Path> entries = Files.list(root)) {
            return entries.flatMap(MachineDirectories::nodeOf)
                    .flatMap(node -> find(node).stream())
                    .sorted(Comparator.comparing(MachineFile::created).thenComparing(MachineFile::node))
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw MachineDirectory.io("list " + root, e);
        }
    }

    boolean ours(MachineFile file) {
        return file.installation().equals(installation);
    }

    private static Stream<NodeId> nodeOf(Path entry) {
        String name = String.valueOf(entry.getFileName());
        try {
            NodeId node = NodeId.parse(name);
            return node.toString().equals(name) ? Stream.of(node) : Stream.empty();
        } catch (IllegalArgumentException e) {
            return Stream.empty();
        }
    }
}
