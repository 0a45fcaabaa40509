package dev.vivarium.client.model;

/**
 * The image to be fetched.
 *
 * @param reference a name of the catalogue, {@code https://…#sha256:HEX}, or {@code file:PATH} on the service's host
 */
public record ImageRequest(String reference) {}
