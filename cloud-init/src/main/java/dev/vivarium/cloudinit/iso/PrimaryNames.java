package dev.vivarium.cloudinit.iso;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** ISO 9660 level 1 names (eight characters, a dot, three), the true names beside them by Rock Ridge. */
final class PrimaryNames implements NameSpace {
    private static final int STEM = 8;
    private static final int EXTENSION = 3;

    private final RockRidge rockRidge;

    PrimaryNames(RockRidge rockRidge) {
        this.rockRidge = rockRidge;
    }

    @Override
    public Map<String, byte[]> identifiers(Directory directory) {
        DistinctNames distinct = new DistinctNames();
        SortedMap<String, String> byKey = new TreeMap<>();
        directory.entries().forEach((name, entry) -> {
            int dot = entry instanceof Directory ? 0 : name.lastIndexOf('.');
            String stem = plain(dot > 0 ? name.substring(0, dot) : name);
            String extension = dot > 0 ? plain(name.substring(dot + 1)) : "";
            byKey.put(distinct.take(stem, extensionOf(extension), STEM), name);
        });
        Map<String, byte[]> identifiers = new LinkedHashMap<>();
        byKey.forEach((key, name) -> {
            String dotted = key.indexOf('.') < 0 ? key + "." : key;
            String written = directory.entries().get(name) instanceof Directory ? key : dotted + ";1";
            identifiers.put(name, written.getBytes(StandardCharsets.US_ASCII));
        });
        return identifiers;
    }

    @Override
    public byte[] systemUse(String name, Entry entry) {
        return rockRidge.named(name, entry);
    }

    @Override
    public byte[] systemUse(Directory directory, boolean rootItself) {
        return rockRidge.unnamed(directory, rootItself);
    }

    private static String extensionOf(String extension) {
        if (extension.isEmpty()) {
            return "";
        }
        return "." + extension.substring(0, Math.min(EXTENSION, extension.length()));
    }

    private static String plain(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
    }
}
