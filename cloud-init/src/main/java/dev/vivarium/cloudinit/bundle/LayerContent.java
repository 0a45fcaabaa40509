package dev.vivarium.cloudinit.bundle;

/**
 * What a layer would hold.
 *
 * @param name the layer's name
 * @param entries files, directories and links
 * @param contentBytes the sum of its files' lengths
 * @param unpackedBytes the space that it takes in the guest
 */
public record LayerContent(String name, long entries, long contentBytes, long unpackedBytes) {}
