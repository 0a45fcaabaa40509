package dev.vivarium.cloudinit.bundle;

import dev.vivarium.cloudinit.bundle.BundleManifest.Hooks;
import dev.vivarium.cloudinit.bundle.BundleManifest.Layer;
import dev.vivarium.cloudinit.bundle.BundleManifest.PublishedPort;
import dev.vivarium.cloudinit.bundle.BundleManifest.Requirements;
import dev.vivarium.cloudinit.yaml.Yaml;
import dev.vivarium.cloudinit.yaml.YamlMap;
import dev.vivarium.cloudinit.yaml.YamlValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code bundle.yaml}; one method a key. */
final class ManifestReader {
    private static final int FORMAT = 1;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final Pattern RELEASE = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._+-]{0,62}");
    private static final Pattern SECRET = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");
    private static final Pattern CPU_FLAG = Pattern.compile("[a-z0-9_.]{1,32}");
    private static final String OURS = "VIVARIUM_";
    private static final Layer EVERYTHING = new Layer("all", List.of());

    private final ManifestNames names = new ManifestNames();
    private final Map<String, Integer> lines = new HashMap<>();

    /** A manifest, and the line of each path that it names. */
    record Result(BundleManifest manifest, Map<String, Integer> lines) {}

    static BundleManifest read(String source, String text) {
        return readWithLines(source, text).manifest();
    }

    static Result readWithLines(String source, String text) {
        ManifestReader reader = new ManifestReader();
        return new Result(reader.manifest(Yaml.read(source, text)), reader.lines);
    }

    private BundleManifest manifest(YamlMap root) {
        YamlValue version = root.required("version");
        if (version.asInt(0, Integer.MAX_VALUE) != FORMAT) {
            throw version.fail("this release reads version 1 of the format only");
        }
        String name = names.matching(root.required("name"), NAME, "lower-case letters, digits and - . _");
        String release = names.matching(root.required("release"), RELEASE, "letters, digits and . _ + -");
        List<Layer> layers = root.optional("layers").map(this::layers).orElse(List.of(EVERYTHING));
        ServiceReader serviceReader = new ServiceReader(names, name, this::path);
        List<Service> services =
                listOf(root, "services").stream().map(serviceReader::service).toList();
        List<PublishedPort> ports =
                listOf(root, "ports").stream().map(this::port).toList();
        HealthReader healthReader = new HealthReader(names);
        List<HealthCheck> health =
                listOf(root, "health").stream().map(healthReader::check).toList();
        List<Probe> probes =
                listOf(root, "probes").stream().map(healthReader::probe).toList();
        List<String> state = root.optional("state").map(this::state).orElse(List.of("memory", "logs"));
        List<String> preserve = preserve(root.optional("preserve"), state);
        List<String> secrets =
                listOf(root, "secrets").stream().map(this::secret).toList();
        Hooks hooks = root.optional("hooks").map(this::hooks).orElse(Hooks.NONE);
        Requirements requires =
                root.optional("requires").map(this::requirements).orElse(Requirements.NONE);
        root.finish();
        return new BundleManifest(
                name, release, layers, services, ports, health, probes, state, preserve, secrets, hooks, requires);
    }

    private List<Layer> layers(YamlValue value) {
        List<YamlValue> items = value.asList();
        if (items.isEmpty()) {
            throw value.fail("leave the key out for one layer with everything");
        }
        List<Layer> layers = items.stream()
                .map(item -> layer(item, item == items.get(items.size() - 1)))
                .toList();
        names.noneWithinAnother("layers");
        return layers;
    }

    private Layer layer(YamlValue value, boolean last) {
        YamlMap map = value.asMap();
        YamlValue name = map.required("name");
        String checked =
                names.unique("layers", name, names.matching(name, NAME, "lower-case letters, digits and - . _"));
        Optional<YamlValue> paths = map.optional("paths");
        if (paths.isEmpty() && !last) {
            throw map.fail(
                    "the key 'paths' is missing; only the last layer may leave it out, as it takes what no layer names");
        }
        List<String> named = paths.map(YamlValue::asList).orElse(List.of()).stream()
                .map(path -> names.apart("layers", path, path(path)))
                .toList();
        map.finish();
        return new Layer(checked, named);
    }

    private PublishedPort port(YamlValue value) {
        YamlMap map = value.asMap();
        YamlValue name = map.required("name");
        String checked =
                names.unique("ports", name, names.matching(name, NAME, "lower-case letters, digits and - . _"));
        YamlValue number = map.required("port");
        int port = number.asInt(1, 65535);
        names.unique("port numbers", number, String.valueOf(port));
        map.finish();
        return new PublishedPort(checked, port);
    }

    private List<String> state(YamlValue value) {
        List<String> state = value.asList().stream()
                .map(item -> names.apart("state", item, path(item)))
                .toList();
        names.noneWithinAnother("state");
        return state;
    }

    private static List<String> preserve(Optional<YamlValue> value, List<String> state) {
        List<YamlValue> items = value.map(YamlValue::asList).orElse(List.of());
        items.stream()
                .filter(item -> !state.contains(item.asString()))
                .findFirst()
                .ifPresent(item -> {
                    throw item.fail("'" + item.asString() + "' is not among the paths of 'state'");
                });
        return value.isPresent()
                ? items.stream().map(YamlValue::asString).toList()
                : state.stream().filter("logs"::equals).toList();
    }

    private String secret(YamlValue value) {
        String name = names.matching(value, SECRET, "letters, digits and _, as it becomes an environment variable");
        if (name.startsWith(OURS)) {
            throw value.fail("names that begin with " + OURS + " are kept for the guest's own variables");
        }
        return names.unique("secrets", value, name);
    }

    private Hooks hooks(YamlValue value) {
        YamlMap map = value.asMap();
        Optional<String> init = map.optional("init").map(this::path);
        Optional<String> quiesce = map.optional("quiesce").map(this::path);
        Optional<String> resume = map.optional("resume").map(this::path);
        map.finish();
        return new Hooks(init, quiesce, resume);
    }

    private Requirements requirements(YamlValue value) {
        YamlMap map = value.asMap();
        long memory = map.optional("memoryMiB").map(v -> v.asLong(1, 1L << 30)).orElse(0L);
        long disk = map.optional("diskMiB").map(v -> v.asLong(1, 1L << 40)).orElse(0L);
        int cores = map.optional("cores").map(v -> v.asInt(1, 1024)).orElse(0);
        boolean gpu = map.optional("gpu").map(YamlValue::asBool).orElse(false);
        List<String> features = listOf(map, "cpuFeatures").stream()
                .map(flag -> names.matching(flag, CPU_FLAG, "a flag as in /proc/cpuinfo, such as avx2"))
                .toList();
        map.finish();
        return new Requirements(memory, disk, cores, gpu, features);
    }

    private String path(YamlValue value) {
        String path = names.path(value);
        lines.putIfAbsent(path, value.line());
        return path;
    }

    private static List<YamlValue> listOf(YamlMap map, String key) {
        return map.optional(key).map(YamlValue::asList).orElse(List.of());
    }
}
