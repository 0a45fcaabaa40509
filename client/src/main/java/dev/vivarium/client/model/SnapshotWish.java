package dev.vivarium.client.model;

/** What a snapshot shall hold; {@code AUTO} takes the best that is possible. */
public enum SnapshotWish {
    AUTO,
    LIVE,
    FROZEN,
    STOPPED,
    CRASH
}
