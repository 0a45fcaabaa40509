package dev.vivarium.proxmox.machine;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.proxmox.api.GuestConfig;
import dev.vivarium.proxmox.api.GuestSummary;
import dev.vivarium.proxmox.api.Params;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The ownership mark of machines: tags, which lists show, and the machine's UUID, which is the node's. A copy that somebody
 * made by hand has the tags, too, but a UUID of its own. A copy that we are making has only its name at first.
 */
final class Mark {
    private static final String ALL = "vivarium";
    private static final String INSTALLATION = "vivarium-of-";
    private static final String NODE = "vivarium-node-";

    private final InstallationId installation;
    private final String draft;

    Mark(InstallationId installation) {
        this.installation = installation;
        this.draft = "vivarium-"
                + Digest.of(installation.value().getBytes(StandardCharsets.UTF_8))
                        .brief() + "-";
    }

    /** What makes a machine the node's. */
    Params params(NodeId node, String name) {
        return Params.none()
                .with("name", hostName(name, node))
                .with("tags", String.join(";", ALL, INSTALLATION + installation, NODE + node))
                .with("description", description(node, name))
                .with("smbios1", "uuid=" + node);
    }

    String description(NodeId node, String name) {
        return name + "\n\nNode " + node + " of the Vivarium installation '" + installation
                + "'. Change or remove it with Vivarium, which would notice otherwise.";
    }

    /** The name of a copy that has no tags of its own yet. */
    String draftName(NodeId node) {
        return draft + node;
    }

    /** Whose it is by what lists show: enough to look closer. */
    Optional<NodeId> node(GuestSummary guest) {
        return drafted(guest.name())
                .or(() -> guest.tags().contains(INSTALLATION + installation) ? tagged(guest.tags()) : Optional.empty());
    }

    /** Whose it is. */
    Optional<NodeId> node(GuestConfig config) {
        return drafted(config.value("name").orElse(""))
                .or(() -> config.tags().contains(INSTALLATION + installation)
                        ? tagged(config.tags()).filter(node -> uuid(config).equals(Optional.of(node.toString())))
                        : Optional.empty());
    }

    /** True for a copy that was not made ours to the end. */
    boolean isDraft(GuestConfig config, NodeId node) {
        return config.value("name").equals(Optional.of(draftName(node)));
    }

    private Optional<NodeId> drafted(String name) {
        return name.startsWith(draft) ? parsed(name.substring(draft.length())) : Optional.empty();
    }

    private static Optional<String> uuid(GuestConfig config) {
        return config.value("smbios1")
                .flatMap(text -> List.of(text.split(",")).stream()
                        .filter(part -> part.startsWith("uuid="))
                        .map(part -> part.substring("uuid=".length()).toLowerCase(Locale.ROOT))
                        .findFirst());
    }

    private static Optional<NodeId> tagged(List<String> tags) {
        return tags.stream()
                .filter(tag -> tag.startsWith(NODE))
                .findFirst()
                .flatMap(tag -> parsed(tag.substring(NODE.length())));
    }

    private static Optional<NodeId> parsed(String text) {
        try {
            return Optional.of(NodeId.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Proxmox VE takes a host's name only. */
    private static String hostName(String name, NodeId node) {
        String plain =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        String cut = plain.length() > 40 ? plain.substring(0, 40).replaceAll("-+$", "") : plain;
        return (cut.isEmpty() ? "node" : cut) + "-" + node.brief();
    }
}
