package dev.vivarium.qemu.processes;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.engine.Operation;
import dev.vivarium.core.engine.Progress;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.StopMode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * One process: does one thing, says each step as it begins, and stands at the one that it was told to stand at until it gets a
 * byte.
 */
final class Worker {
    private static final PrintStream SAY = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private Worker() {}

    /** Arguments: directory, what, node, the step to stand at (or {@code -}). */
    public static void main(String[] args) {
        try (Vivarium vivarium = new Place(Path.of(args[0])).open()) {
            Operation<?> operation = begin(vivarium, new Place(Path.of(args[0])), args[1], args[2]);
            operation.onProgress(p -> heard(p, args[3]));
            operation.await();
            SAY.println("done");
        } catch (VivariumException e) {
            SAY.println("failed " + e.code() + " " + e.message());
        }
    }

    private static void heard(Progress p, String standAt) {
        if (p.phase() == Progress.Phase.WAITING) {
            SAY.println("waiting " + p.what());
        } else if (p.phase() == Progress.Phase.STEP_STARTED) {
            SAY.println("step " + p.step());
            if (p.step().equals(standAt)) {
                stand();
            }
        }
    }

    private static void stand() {
        try {
            int heard = System.in.read();
            SAY.println("woken by " + heard);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Operation<?> begin(Vivarium vivarium, Place place, String what, String name) {
        return switch (what) {
            case "up" -> vivarium.create(place.spec(name));
            case "stop" -> vivarium.stop(node(vivarium, name).id(), StopMode.FORCED);
            case "snapshot" -> vivarium.snapshot(node(vivarium, name).id(), Place.snapshot("второй"));
            case "rollback" -> vivarium.rollback(node(vivarium, name).id(), first(node(vivarium, name)));
            case "rm" -> vivarium.delete(node(vivarium, name).id());
            default -> throw new IllegalArgumentException(what);
        };
    }

    static Node node(Vivarium vivarium, String name) {
        return vivarium.node(name).orElseThrow();
    }

    static SnapshotId first(Node node) {
        return node.snapshots().get(0).snapshot().id();
    }
}
