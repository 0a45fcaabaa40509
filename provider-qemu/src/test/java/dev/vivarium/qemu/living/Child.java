package dev.vivarium.qemu.living;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.engine.Operation;
import dev.vivarium.core.engine.Progress;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSnapshot;
import java.nio.file.Path;

/** The process that is killed: does one thing, and says each step as it begins. */
final class Child {
    private Child() {}

    public static void main(String[] args) {
        Home home = new Home(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]));
        try (Vivarium vivarium = home.open()) {
            Operation<?> operation = begin(vivarium, home, args[3], args.length > 4 ? args[4] : "");
            operation.onProgress(p -> {
                if (p.phase() == Progress.Phase.STEP_STARTED) {
                    System.out.println("step " + p.step());
                }
            });
            operation.await();
            System.out.println("done");
        }
    }

    private static Operation<?> begin(Vivarium vivarium, Home home, String what, String name) {
        return switch (what) {
            case "up" -> vivarium.create(home.spec());
            case "snapshot" -> vivarium.snapshot(node(vivarium).id(), name);
            case "rollback" ->
                vivarium.rollback(
                        node(vivarium).id(),
                        snapshot(node(vivarium), name).snapshot().id());
            case "rm" -> vivarium.delete(node(vivarium).id());
            default -> throw new IllegalArgumentException(what);
        };
    }

    static Node node(Vivarium vivarium) {
        return vivarium.node(Home.NODE).orElseThrow();
    }

    static NodeSnapshot snapshot(Node node, String name) {
        return node.snapshots().stream()
                .filter(s -> s.snapshot().name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
