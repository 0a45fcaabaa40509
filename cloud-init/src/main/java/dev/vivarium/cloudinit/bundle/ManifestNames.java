package dev.vivarium.cloudinit.bundle;

import dev.vivarium.cloudinit.yaml.YamlValue;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules for names and paths in a manifest, and which of them were seen already. */
final class ManifestNames {
    private final Map<String, Map<String, YamlValue>> seen = new HashMap<>();

    /** The text, if it is of this form. */
    String matching(YamlValue value, Pattern form, String description) {
        String text = value.asString();
        if (!form.matcher(text).matches()) {
            throw value.fail("'" + printable(text) + "' is not allowed here; use " + description);
        }
        return text;
    }

    /** The name, if it is the first of its kind. */
    String unique(String kind, YamlValue value, String name) {
        @Nullable
        YamlValue first = seen.computeIfAbsent(kind, k -> new LinkedHashMap<>()).putIfAbsent(name, value);
        if (first != null) {
            throw value.fail("'" + name + "' is there already, in line " + first.line());
        }
        return name;
    }

    /** The path, noted for {@link #noneWithinAnother}. */
    String apart(String kind, YamlValue value, String path) {
        return unique(kind + " paths", value, path);
    }

    /** Refuses a path of this kind that lies within another one. */
    void noneWithinAnother(String kind) {
        Map<String, YamlValue> paths = seen.getOrDefault(kind + " paths", Map.of());
        paths.forEach((path, value) -> {
            for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
                @Nullable YamlValue outer = paths.get(path.substring(0, slash));
                if (outer != null) {
                    throw value.fail("'" + path + "' lies within '" + outer.asString() + "' of line " + outer.line());
                }
            }
        });
    }

    /** A relative path that stays in the bundle. */
    String path(YamlValue value) {
        String path = value.asString();
        if (path.codePoints().anyMatch(Character::isISOControl) || path.length() > 1000) {
            throw value.fail("'" + printable(path) + "' is no path");
        }
        for (String part : path.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..") || !part.equals(part.strip())) {
                throw value.fail("'" + path + "' must be a path inside the bundle, such as boot/init.sh");
            }
        }
        return path;
    }

    private static String printable(String text) {
        String oneLine = text.replaceAll("\\p{Cntrl}", "?");
        return oneLine.length() <= 80 ? oneLine : oneLine.substring(0, 80) + "…";
    }
}
