package dev.vivarium.cloudinit.bundle;

/**
 * A question to the AI: {@code POST {"text": prompt}} to {@code path}, which answers {@code {"response": …}}.
 *
 * @param name unique in the manifest
 * @param port the guest's TCP port
 * @param path begins with {@code /}
 */
public record Probe(String name, String prompt, int port, String path, Expectation expect) {}
