package dev.vivarium.cli.command;

import dev.vivarium.cli.nodes.NodeWish;
import dev.vivarium.cloudinit.Delivery;
import dev.vivarium.core.config.DurationText;
import dev.vivarium.core.model.GpuChoice;
import dev.vivarium.core.model.NetworkMode;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.NodeSpecBuilder;
import dev.vivarium.core.model.Size;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a node shall be; what is not said comes from the configuration. */
final class SpecOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--bundle", paramLabel = "DIR", description = "The directory that holds bundle.yaml.")
    private @Nullable Path bundle;

    @Option(
            names = "--delivery",
            paramLabel = "HOW",
            description = "How the bundle comes in: medium (default), sftp, url=https://HOST/DIR, nfs=HOST:/EXPORT or "
                    + "smb=//HOST/SHARE[,credentials=FILE].")
    private @Nullable String delivery;

    @Option(
            names = "--image",
            paramLabel = "IMAGE",
            description = "ubuntu-22.04 and the like, file:PATH, https://…#sha256:HEX or template:NAME.")
    private @Nullable String image;

    @Option(names = "--cores", paramLabel = "N", description = "Virtual CPUs.")
    private @Nullable Integer cores;

    @Option(names = "--memory", paramLabel = "SIZE", description = "Memory, such as 2G.")
    private @Nullable String memory;

    @Option(names = "--disk", paramLabel = "SIZE", description = "Disk, such as 80G.")
    private @Nullable String disk;

    @Option(names = "--network", paramLabel = "MODE", description = "nat, or isolated: no way out of the guest.")
    private @Nullable NetworkMode network;

    @Option(
            names = "--publish",
            paramLabel = "PORT",
            split = ",",
            description = "Guest TCP ports to publish beside 22 and the bundle's own.")
    private List<Integer> publish = List.of();

    @Option(
            names = "--gpu",
            paramLabel = "GPU",
            description = "any, VENDOR:DEVICE or an address of 'vivarium gpus'; may be repeated.")
    private List<String> gpus = List.of();

    @Mixin
    private SecretOptions secrets = new SecretOptions();

    @Option(names = "--on", paramLabel = "NAME", description = "The hypervisor, by its name in vivarium.yaml.")
    private @Nullable String hypervisor;

    @Option(
            names = "--on-failure",
            paramLabel = "WHAT",
            description = "keep (default) or delete a machine that was started and failed.")
    private NodeSpec.@Nullable OnFailure onFailure;

    @Option(
            names = "--inactivity",
            paramLabel = "TIME",
            description = "Give up when nothing moves for so long, such as 10m.")
    private @Nullable String inactivity;

    @Option(names = "--baseline", description = "Take a first snapshot as soon as the node is READY.")
    private boolean baseline;

    @Option(names = "--id", paramLabel = "UUID", description = "The node's identity; random if not given.")
    private @Nullable String id;

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            description = "By which policies and lists choose it; may be repeated.")
    private Map<String, String> labels = new LinkedHashMap<>();

    private final Set<String> said = new HashSet<>();

    /** The wish: these over what the builder has. */
    NodeWish wish(NodeSpecBuilder builder) {
        given("bundle", bundle, builder::bundle);
        given("delivery", parsed("--delivery", delivery, Delivery::parse), builder::delivery);
        secrets.references().forEach((secret, where) -> given("secrets", where, w -> builder.secret(secret, w)));
        given("image", image, builder::image);
        given("cores", cores, builder::cores);
        given("memoryMiB", parsed("--memory", memory, Size::parse), builder::memory);
        given("diskMiB", parsed("--disk", disk, Size::parse), builder::disk);
        given("network", network, builder::network);
        publish.forEach(port -> given("publish", port, builder::publish));
        gpus.forEach(gpu -> given("gpus", parsed("--gpu", gpu, GpuChoice::parse), builder::gpu));
        given("hypervisor", hypervisor, builder::on);
        given("onFailure", onFailure, builder::onFailure);
        given("inactivityLimit", parsed("--inactivity", inactivity, DurationText::parse), builder::inactivityLimit);
        given("baseline", baseline ? true : null, builder::baseline);
        given("id", parsed("--id", id, NodeId::parse), builder::id);
        labels.forEach((key, value) -> given("labels", value, v -> builder.label(key, v)));
        return new NodeWish(builder.build(), said);
    }

    private <T> void given(String member, @Nullable T value, Consumer<T> setter) {
        if (value != null) {
            said.add(member);
            setter.accept(value);
        }
    }

    private <T> @Nullable T parsed(String option, @Nullable String text, Function<String, T> parse) {
        return OptionText.parsed(command, option, text, parse).orElse(null);
    }
}
