package dev.vivarium.client.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a policy did, or will do, with one node; without one it is about none in particular, as when nothing ran at all. */
public record PolicyRun(
        UUID policy,
        Optional<UUID> node,
        Instant dueAt,
        Outcome outcome,
        Optional<String> reason,
        Optional<UUID> session,
        List<UUID> deletedSnapshots,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt) {
    public PolicyRun {
        deletedSnapshots = Copies.list(deletedSnapshots);
    }

    /** What became of it. */
    public enum Outcome {
        WAITING,
        RUNNING,
        DONE,
        SKIPPED,
        FAILED,
        /** What a newer service says and this client does not know. */
        @JsonEnumDefaultValue
        OTHER
    }
}
