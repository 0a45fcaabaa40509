package dev.vivarium.cli.command;

import dev.vivarium.cli.output.Elapsed;
import dev.vivarium.cli.output.Screen;
import dev.vivarium.client.Nodes;
import dev.vivarium.client.VivariumClient;
import dev.vivarium.client.model.Node;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A command of a group, about what only a service has. */
public abstract class ServiceCommand implements Callable<Integer> {
    @ParentCommand
    private GroupCommand group;

    @Spec
    private CommandSpec spec;

    /** The group that it is in. */
    protected GroupCommand group() {
        return group;
    }

    /** This command, as picocli knows it. */
    protected CommandSpec spec() {
        return spec;
    }

    /** Where to write. */
    protected Screen screen() {
        return group.root().screen();
    }

    /** The service. */
    protected VivariumClient client() {
        return group.root().service();
    }

    /** The node of this name or id. */
    protected static Node node(VivariumClient client, String name) {
        return client.nodes().list(Nodes.Filter.named(name)).stream()
                .findFirst()
                .or(() -> uuid(name).map(client.nodes()::get))
                .orElseThrow(() -> new VivariumException(
                        Kind.NOT_FOUND,
                        "node.unknown",
                        "the service has no node '" + name + "'; 'vivarium ls' lists them"));
    }

    /** The id, if that is one. */
    protected static Optional<UUID> uuid(String text) {
        try {
            return text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The first eight digits: for people. */
    protected static String brief(UUID id) {
        return id.toString().substring(0, 8);
    }

    /** How long ago, or in how long. */
    protected String ago(Instant at) {
        Duration since = Duration.between(at, group.root().host().clock().instant());
        return since.isNegative() ? "in " + Elapsed.text(since.negated()) : Elapsed.text(since) + " ago";
    }

    /** A constant as people read it. */
    protected static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
