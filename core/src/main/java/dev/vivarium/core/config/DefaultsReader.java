package dev.vivarium.core.config;

import dev.vivarium.cloudinit.yaml.YamlMap;
import dev.vivarium.cloudinit.yaml.YamlValue;
import dev.vivarium.core.model.ImageReference;
import dev.vivarium.core.model.NetworkMode;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.Size;
import dev.vivarium.core.model.VivariumException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads {@code defaults}: what a node gets where its wish says nothing. */
final class DefaultsReader {
    private static final int MOST_CORES = 1024;
    private static final String FILE = "file:";

    private final List<HypervisorConfig> hypervisors;
    private final ValueReader values;

    DefaultsReader(List<HypervisorConfig> hypervisors, ValueReader values) {
        this.hypervisors = hypervisors;
        this.values = values;
    }

    NodeDefaults read(Optional<YamlValue> given, YamlMap root) {
        NodeDefaults standard = NodeDefaults.standard();
        if (given.isEmpty()) {
            return with(on(Optional.empty(), root), standard);
        }
        YamlMap map = given.get().asMap();
        NodeDefaults defaults = new NodeDefaults(
                on(map.optional("on"), map),
                map.optional("image").map(this::image).orElse(standard.image()),
                map.optional("cores").map(v -> v.asInt(1, MOST_CORES)).orElse(standard.cores()),
                map.optional("memory").map(DefaultsReader::size).orElse(standard.memory()),
                map.optional("disk").map(DefaultsReader::size).orElse(standard.disk()),
                map.optional("network").map(v -> v.asEnum(NetworkMode.class)).orElse(standard.network()),
                map.optional("inactivityLimit")
                        .map(v -> ValueReader.checked(v, DurationText::parse))
                        .orElse(standard.inactivityLimit()),
                map.optional("onFailure")
                        .map(v -> v.asEnum(NodeSpec.OnFailure.class))
                        .orElse(standard.onFailure()),
                map.optional("baseline").map(YamlValue::asBool).orElse(standard.baseline()));
        map.finish();
        return checked(defaults, map);
    }

    /** What a node's wish refuses is refused here too, with the line. */
    private static NodeDefaults checked(NodeDefaults defaults, YamlMap map) {
        try {
            defaults.node("any").build();
            return defaults;
        } catch (VivariumException e) {
            throw map.fail(e.message());
        }
    }

    private String on(Optional<YamlValue> given, YamlMap where) {
        String standard = NodeDefaults.standard().on();
        if (given.isPresent()) {
            String name = given.get().asString();
            if (!known(name)) {
                throw given.get().fail("no hypervisor '" + name + "' is configured; there is " + names());
            }
            return name;
        }
        if (hypervisors.isEmpty() || known(standard)) {
            return standard;
        }
        if (hypervisors.size() == 1) {
            return hypervisors.get(0).name();
        }
        throw where.fail("say with defaults.on where nodes are made if nothing else is said: " + names());
    }

    private boolean known(String name) {
        return hypervisors.stream().anyMatch(h -> h.name().equals(name));
    }

    private String names() {
        return hypervisors.stream().map(HypervisorConfig::name).collect(Collectors.joining(", "));
    }

    private static NodeDefaults with(String on, NodeDefaults d) {
        return new NodeDefaults(
                on,
                d.image(),
                d.cores(),
                d.memory(),
                d.disk(),
                d.network(),
                d.inactivityLimit(),
                d.onFailure(),
                d.baseline());
    }

    private String image(YamlValue value) {
        return ValueReader.checked(value, text -> {
            String absolute = text.startsWith(FILE) ? FILE + values.path(text.substring(FILE.length())) : text;
            return ImageReference.parse(absolute).toString();
        });
    }

    private static Size size(YamlValue value) {
        return ValueReader.checked(value, Size::parse);
    }
}
