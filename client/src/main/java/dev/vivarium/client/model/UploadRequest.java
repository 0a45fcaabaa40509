package dev.vivarium.client.model;

/** What will be uploaded. */
public record UploadRequest(long sizeBytes, String digest) {}
