package dev.vivarium.client.model;

import java.time.Instant;
import java.util.UUID;

/** How far an upload is. */
public record Upload(UUID id, long sizeBytes, long offsetBytes, String digest, Instant expiresAt) {}
