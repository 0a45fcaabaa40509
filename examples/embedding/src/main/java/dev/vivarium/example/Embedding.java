package dev.vivarium.example;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.engine.Operation;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.Size;
import dev.vivarium.core.model.VivariumException;
import java.nio.file.Path;

/** Makes a node, keeps the moment before a session, and brings the node back to it. */
public final class Embedding {
    private Embedding() {}

    /** Needs a vivarium.yaml, an image such as {@code file:debian.qcow2}, and the directory of a bundle. */
    public static void main(String[] args) {
        Path config = Path.of(args[0]);
        String image = args[1];
        Path bundle = Path.of(args[2]);

        // README: begin
        try (Vivarium vivarium = Vivarium.open(config)) {
            Operation<Node> creation = vivarium.create(NodeSpec.builder("muse")
                    .on("local")
                    .image(image)
                    .cores(2)
                    .memory(Size.GiB(1))
                    .disk(Size.GiB(6))
                    .bundle(bundle)
                    .build());
            creation.onProgress(System.out::println);
            Node node = creation.await(); // READY: every check of the bundle has passed

            NodeSnapshot before = vivarium.snapshot(node.id(), "before-session").await();
            System.out.println("took " + before.snapshot().name() + ", "
                    + before.snapshot().kind());

            // … the session, which may spoil it …

            Node back = vivarium.rollback(node.id(), before.snapshot().id()).await();
            System.out.println(back.spec().name() + " is " + back.state());
            vivarium.delete(node.id()).await();
        } catch (VivariumException e) {
            System.err.println(e.kind() + ": " + e.message() + "\n" + e.logTail());
            throw e;
        }
        // README: end
    }
}
