package dev.vivarium.client.model;

import java.util.Optional;

/** Where a bundle is: a directory of the service's host, or an archive at an address. */
public record BundleRequest(Optional<String> path, Optional<String> url, Optional<String> digest) {
    /** A directory of the service's host. */
    public static BundleRequest directory(String path) {
        return new BundleRequest(Optional.of(path), Optional.empty(), Optional.empty());
    }

    /** An archive at an address, with its SHA-256. */
    public static BundleRequest archive(String url, String digest) {
        return new BundleRequest(Optional.empty(), Optional.of(url), Optional.of(digest));
    }
}
