package dev.vivarium.cli.command;

import dev.vivarium.cloudinit.Delivery;
import dev.vivarium.core.config.DurationText;
import dev.vivarium.core.model.GpuChoice;
import dev.vivarium.core.model.NetworkMode;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.NodeSpecBuilder;
import dev.vivarium.core.model.Size;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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

    /** The wish: these over what the builder has. */
    NodeSpec spec(NodeSpecBuilder builder) {
        given(bundle, builder::bundle);
        given(parsed("--delivery", delivery, Delivery::parse), builder::delivery);
        secrets.references().forEach(builder::secret);
        given(image, builder::image);
        given(cores, builder::cores);
        given(parsed("--memory", memory, Size::parse), builder::memory);
        given(parsed("--disk", disk, Size::parse), builder::disk);
        given(network, builder::network);
        publish.forEach(builder::publish);
        gpus.forEach(gpu -> given(parsed("--gpu", gpu, GpuChoice::parse), builder::gpu));
        given(hypervisor, builder::on);
        given(onFailure, builder::onFailure);
        given(parsed("--inactivity", inactivity, DurationText::parse), builder::inactivityLimit);
        if (baseline) {
            builder.baseline(true);
        }
        given(parsed("--id", id, NodeId::parse), builder::id);
        return builder.build();
    }

    private static <T> void given(@Nullable T value, Consumer<T> setter) {
        Optional.ofNullable(value).ifPresent(setter);
    }

    private <T> @Nullable T parsed(String option, @Nullable String text, Function<String, T> parse) {
        return OptionText.parsed(command, option, text, parse).orElse(null);
    }
}
