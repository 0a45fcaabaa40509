package dev.vivarium.cli.demo;

import dev.vivarium.cli.command.Advice;
import dev.vivarium.cli.command.VivariumCommand;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.core.Vivarium;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.NodeSpecBuilder;
import dev.vivarium.core.model.Size;
import dev.vivarium.core.model.VivariumException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code demo}: from nothing to a verified node that was rolled back. */
@Command(
        name = "demo",
        description = {
            "Make a node, talk to it, take a live snapshot, change it, roll it back; check each step.",
            "The node of an earlier demo is removed first. Exit code 0 only if everything held."
        },
        footer = {
            "",
            "Examples:",
            "  ./vivarium demo                     gets the image and builds the bundle, then runs this",
            "  vivarium demo --bundle examples/bundles/muse/AGI-core --image file:guest.qcow2 --rm"
        })
public final class DemoCommand implements Callable<Integer>, Advice {
    @ParentCommand
    private VivariumCommand root;

    @Option(names = "--bundle", paramLabel = "DIR", required = true, description = "The demo's bundle.")
    private Path bundle;

    @Option(names = "--image", paramLabel = "IMAGE", description = "A file, or an image as for 'up'.")
    private @Nullable String image;

    @Option(names = "--name", paramLabel = "NAME", description = "The node's name; muse by default.")
    private String name = "muse";

    @Option(names = "--rm", description = "Remove the node at the end.")
    private boolean remove;

    @Option(
            names = "--phase",
            paramLabel = "TEXT=SECONDS",
            hidden = true,
            description = "What the launcher did before, for the summary.")
    private Map<String, Double> before = Map.of();

    @Override
    public Integer call() {
        Phases phases = new Phases();
        before.forEach((text, seconds) ->
                phases.add(Phases.PREPARE, text, Duration.ofMillis(Math.round(seconds * 1000)), false));
        try (Vivarium vivarium = root.open()) {
            boolean held = new Demo(root, vivarium, phases).run(spec(), remove);
            return held ? ExitCode.OK : ExitCode.of(Kind.GUEST_FAULT);
        }
    }

    /** Smaller than a node's defaults, so that it runs beside everything else on a laptop. */
    private NodeSpec spec() {
        NodeSpecBuilder spec = root.config()
                .defaults()
                .node(name)
                .id(new NodeId(UUID.nameUUIDFromBytes(("vivarium demo " + name).getBytes(StandardCharsets.UTF_8))))
                .cores(2)
                .memory(Size.GiB(1))
                .disk(Size.GiB(6))
                .bundle(bundle);
        if (image != null) {
            spec.image(image.startsWith("/") || image.startsWith(".") ? "file:" + image : image);
        }
        return spec.build();
    }

    @Override
    public List<String> after(VivariumException failure) {
        return failure.kind() == Kind.CANCELLED || failure.kind() == Kind.UNAVAILABLE
                ? List.of("./vivarium demo    begins again")
                : Advice.onNode("demo", name, failure);
    }
}
