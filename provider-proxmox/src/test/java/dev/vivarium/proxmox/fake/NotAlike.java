package dev.vivarium.proxmox.fake;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The exchanges that the fake does not answer as the real one did, each with the reason. */
final class NotAlike {
    /** Those that would change what comes after them, or need what the fake has not: they are not sent. */
    static final Set<String> UNSENT = Set.of("03.10", "10.44", "13.13", "13.15");

    private static final Map<String, List<String>> BY_REASON = Map.ofEntries(
            Map.entry("that host had just booted, and its cluster knew nothing of its node yet", List.of("00.2")),
            Map.entry("ssh-keygen is not played: a key is judged by its form alone", List.of("03.10")),
            Map.entry("PVE's own cloud-init drive is not played", List.of("07.34", "07.35", "07.36", "07.37", "07.38")),
            Map.entry("metadata of images and addresses are not played", List.of("07.20", "07.21")),
            Map.entry("commands of that guest are not played", List.of("10.7", "10.8", "10.9", "10.18", "10.21")),
            Map.entry("that host lacked a directory", List.of("10.44")),
            Map.entry("second factors are not played", List.of("13.6", "13.8")),
            Map.entry("rights are granted through Doorkeeper", List.of("13.13", "13.15")),
            Map.entry(
                    "consoles and keys are not played", List.of("13.22", "13.23", "13.24", "13.25", "14.11", "14.12")),
            Map.entry("statistics are not played", List.of("13.26", "13.27")),
            Map.entry(
                    "backups are not played",
                    List.of("13.28", "13.29", "13.42", "14.2", "14.4", "14.6", "14.7", "14.8", "14.9")),
            Map.entry(
                    "not in the schema that the fake carries",
                    List.of("13.4", "13.40", "13.41", "13.43", "13.44", "13.45", "13.46", "13.47", "14.1")));

    private NotAlike() {}

    /** The reason by the exchange. */
    static Map<String, String> all() {
        Map<String, String> all = new TreeMap<>();
        BY_REASON.forEach((reason, exchanges) -> exchanges.forEach(id -> all.put(id, reason)));
        return all;
    }
}
