package dev.vivarium.cloudinit.bundle;

/** Told how far packing has come, often; cancels it by throwing, and what was begun is removed. */
@FunctionalInterface
public interface PackingProgress {
    /** Says nothing, never cancels. */
    PackingProgress NONE = (doneBytes, totalBytes) -> {};

    /**
     * @param doneBytes content read so far, over all layers
     * @param totalBytes content in all layers
     */
    void at(long doneBytes, long totalBytes);
}
