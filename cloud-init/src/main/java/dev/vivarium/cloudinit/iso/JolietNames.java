package dev.vivarium.cloudinit.iso;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Joliet's names: up to 64 characters of UCS-2, for readers without Rock Ridge. */
final class JolietNames implements NameSpace {
    private static final int MAX = 64;

    @Override
    public Map<String, byte[]> identifiers(Directory directory) {
        DistinctNames distinct = new DistinctNames();
        SortedMap<String, String> byKey = new TreeMap<>();
        directory
                .entries()
                .keySet()
                .forEach(name -> byKey.put(distinct.take(name.replaceAll("[*/:;?\\\\]", "_"), "", MAX), name));
        Map<String, byte[]> identifiers = new LinkedHashMap<>();
        byKey.forEach((key, name) -> {
            String written = directory.entries().get(name) instanceof Directory ? key : key + ";1";
            identifiers.put(name, written.getBytes(StandardCharsets.UTF_16BE));
        });
        return identifiers;
    }

    @Override
    public byte[] systemUse(String name, Entry entry) {
        return new byte[0];
    }

    @Override
    public byte[] systemUse(Directory directory, boolean rootItself) {
        return new byte[0];
    }
}
