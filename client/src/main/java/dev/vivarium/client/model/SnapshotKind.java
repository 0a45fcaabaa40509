package dev.vivarium.client.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** What a snapshot holds; best first. */
public enum SnapshotKind {
    LIVE,
    FROZEN,
    STOPPED,
    CRASH,
    /** What a newer service says and this client does not know. */
    @JsonEnumDefaultValue
    OTHER
}
