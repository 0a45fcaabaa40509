package dev.vivarium.cli.demo;

import dev.vivarium.cli.command.Advice;
import dev.vivarium.cli.command.VivariumCommand;
import dev.vivarium.cli.nodes.NodeWish;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.client.VivariumClient;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.NodeSpecBuilder;
import dev.vivarium.core.model.Size;
import dev.vivarium.core.model.VivariumException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
            "Start a service and do all through REST: make a node, talk to it, open a session, which takes a live snapshot,",
            "change the node, end the session, which rolls it back; check each step.",
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

    @Option(names = "--rm", description = "Remove the node and stop the service at the end.")
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
        if (root.server().server().isPresent()) {
            return run(root.service(), phases, remove, DemoCommand::stays);
        }
        DemoService service = DemoService.in(home(), root, launcher());
        boolean over = true;
        try {
            int exit =
                    run(service.client(), phases, remove, (screen, node, muse) -> stays(screen, node, muse, service));
            over = remove || exit != ExitCode.OK;
            return exit;
        } finally {
            if (over) {
                service.stop();
            }
        }
    }

    /** What was made goes if it is cut off or fails. */
    private int run(VivariumClient client, Phases phases, boolean rm, Demo.Farewell farewell) {
        Demo demo = new Demo(root, client, phases);
        NodeWish wish = wish();
        try {
            return demo.run(wish, rm, farewell) ? ExitCode.OK : ExitCode.of(Kind.GUEST_FAULT);
        } catch (VivariumException e) {
            if (!e.code().equals("demo.name")) {
                demo.abandon(wish.spec());
            }
            throw e;
        }
    }

    private Path home() {
        return root.home().orElseGet(() -> root.config().home().resolve("demo"));
    }

    private static List<String> launcher() {
        String launcher = System.getProperty("vivarium.launcher", "");
        if (launcher.isEmpty()) {
            throw new VivariumException(
                    Kind.INVALID,
                    "demo.launcher",
                    "without ./vivarium there is nobody to start a service; say --server URL");
        }
        return List.of(launcher);
    }

    private static void stays(Screen screen, String node, String muse) {
        screen.say("");
        screen.say("The node stays. Talk to it with:");
        screen.say("  curl -s " + muse + "/prompt -d '{\"text\": \"Hello!\"}'");
    }

    private static void stays(Screen screen, String node, String muse, DemoService service) {
        stays(screen, node, muse);
        String options = " --server " + service.address() + " --token-file " + service.tokenFile();
        screen.say("Its service stays, too. See and remove the node, and stop the service, with:");
        screen.say("  ./vivarium show " + node + options);
        screen.say("  ./vivarium rm " + node + options);
        screen.say("  " + service.howToStop());
    }

    /** Smaller than a node's defaults, so that it runs beside everything else on a laptop. */
    private NodeWish wish() {
        NodeSpecBuilder spec = NodeSpec.builder(name)
                .id(new NodeId(UUID.nameUUIDFromBytes(("vivarium demo " + name).getBytes(StandardCharsets.UTF_8))))
                .cores(2)
                .memory(Size.GiB(1))
                .disk(Size.GiB(6))
                .bundle(bundle);
        Set<String> said = new HashSet<>(Set.of("id", "cores", "memoryMiB", "diskMiB", "bundle"));
        if (image != null) {
            spec.image(image.startsWith("/") || image.startsWith(".") ? "file:" + image : image);
            said.add("image");
        }
        return new NodeWish(spec.build(), said);
    }

    @Override
    public List<String> after(VivariumException failure) {
        return failure.kind() == Kind.CANCELLED || failure.kind() == Kind.UNAVAILABLE
                ? List.of("./vivarium demo    begins again")
                : Advice.onNode("demo", name, failure);
    }
}
