package dev.vivarium.cloudinit.bundle;

import dev.vivarium.cloudinit.yaml.YamlMap;
import dev.vivarium.cloudinit.yaml.YamlValue;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads the manifest's services. */
final class ServiceReader {
    private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:_.-]{0,200}\\.service");
    private static final Pattern PROJECT = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");
    private static final Pattern IMAGE = Pattern.compile(".*\\.(tar|tar\\.gz|tgz|tar\\.zst)");

    private final ManifestNames names;
    private final String bundle;
    private final Function<YamlValue, String> path;

    /**
     * @param bundle the bundle's name, after which containers are called where nothing else is said
     * @param path reads a path
     */
    ServiceReader(ManifestNames names, String bundle, Function<YamlValue, String> path) {
        this.names = names;
        this.bundle = bundle;
        this.path = path;
    }

    Service service(YamlValue value) {
        YamlMap map = value.asMap();
        Service service = map.optional("compose")
                .<Service>map(file -> compose(file, map))
                .orElseGet(() -> unit(map.required("unit")));
        map.finish();
        names.unique("services", value, service.unitName());
        return service;
    }

    private Service.Unit unit(YamlValue value) {
        Service.Unit unit = new Service.Unit(path.apply(value));
        if (!UNIT.matcher(unit.unitName()).matches()) {
            throw value.fail("a unit's file is named like muse-agent.service");
        }
        if (unit.unitName().startsWith("vivarium-")) {
            throw value.fail("names that begin with vivarium- are kept for the guest's own units");
        }
        return unit;
    }

    private Service.Compose compose(YamlValue file, YamlMap map) {
        String project = map.optional("project")
                .map(v -> names.matching(v, PROJECT, "lower-case letters, digits and - _"))
                .orElse(bundle.replace('.', '-'));
        List<String> images = map.optional("images").map(YamlValue::asList).orElse(List.of()).stream()
                .map(this::image)
                .toList();
        return new Service.Compose(path.apply(file), project, images);
    }

    private String image(YamlValue value) {
        String image = path.apply(value);
        if (!IMAGE.matcher(image).matches()) {
            throw value.fail("a saved image's file ends in .tar, .tar.gz or .tar.zst");
        }
        return image;
    }
}
