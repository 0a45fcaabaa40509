package dev.vivarium.proxmox.snapshot;

import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.Snapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.proxmox.api.SnapshotInfo;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a snapshot of ours is written on the cluster: its id is the name there, as names have 40 plain characters at most; its
 * own name and kind are in the description, for people in the first line, exactly in the last.
 */
final class SnapshotText {
    private static final Pattern NAME =
            Pattern.compile("v([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})");
    private static final Pattern LAST =
            Pattern.compile("(?m)^vivarium: kind=([a-z]{1,12}) at=(\\d{1,15}) name=(\\S{0,4000})$");

    private SnapshotText() {}

    /** The id of what this names; empty for what others made. */
    static Optional<SnapshotId> id(String name) {
        Matcher m = NAME.matcher(name);
        return m.matches()
                ? Optional.of(new SnapshotId(
                        UUID.fromString(String.join("-", m.group(1), m.group(2), m.group(3), m.group(4), m.group(5)))))
                : Optional.empty();
    }

    static String description(String name, SnapshotKind kind, Instant at) {
        return name + "\n\nvivarium: kind=" + kind.name().toLowerCase(Locale.ROOT) + " at=" + at.toEpochMilli()
                + " name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    /** One of ours that is whole. */
    static Optional<Snapshot> read(NodeId node, SnapshotInfo info) {
        Matcher m = LAST.matcher(info.description());
        if (info.state().isPresent() || info.made().isEmpty() || !m.find()) {
            return Optional.empty();
        }
        Optional<SnapshotKind> kind = kind(m.group(1));
        String name = URLDecoder.decode(m.group(3), StandardCharsets.UTF_8);
        Instant at = Instant.ofEpochMilli(Long.parseLong(m.group(2)));
        return id(info.name())
                .flatMap(id -> kind.map(
                        k -> new Snapshot(id, node, name, k, info.parent().flatMap(SnapshotText::id), at)));
    }

    private static Optional<SnapshotKind> kind(String text) {
        for (SnapshotKind kind : SnapshotKind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(text)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
