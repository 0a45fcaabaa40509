package dev.vivarium.client;

import java.util.Optional;

/**
 * A thing and which representation of it this is.
 *
 * @param value the thing
 * @param etag for {@link Change#ifMatch}; empty if the service named none
 */
public record Tagged<T>(T value, Optional<String> etag) {}
