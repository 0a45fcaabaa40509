package dev.vivarium.service.bundles;

import dev.vivarium.cloudinit.bundle.Bundle;
import dev.vivarium.cloudinit.bundle.BundleManifest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A bundle that the service knows: as it is kept, and on the wire. */
public record BundleBody(
        String id,
        String name,
        String version,
        Origin origin,
        Optional<String> path,
        Optional<String> url,
        Optional<String> digest,
        Optional<Long> sizeBytes,
        Optional<List<Integer>> ports,
        Optional<List<String>> secrets,
        List<String> usedBy,
        Instant createdAt) {

    /** Where it came from. */
    public enum Origin {
        /** A directory of this host, which stays its owner's. */
        PATH,
        /** An archive from elsewhere. */
        URL,
        /** An archive that a caller sent. */
        UPLOAD
    }

    static BundleBody of(String id, Bundle bundle, Origin origin, Instant now) {
        BundleManifest manifest = bundle.manifest();
        return new BundleBody(
                id,
                manifest.name(),
                manifest.release(),
                origin,
                Optional.of(bundle.directory().toString()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(bundle.contentBytes()),
                Optional.of(manifest.ports().stream()
                        .map(BundleManifest.PublishedPort::port)
                        .toList()),
                Optional.of(manifest.secrets()),
                List.of(),
                now);
    }

    BundleBody from(Optional<String> address, String archiveDigest) {
        return new BundleBody(
                id,
                name,
                version,
                origin,
                path,
                address,
                Optional.of(archiveDigest),
                sizeBytes,
                ports,
                secrets,
                usedBy,
                createdAt);
    }

    BundleBody usedBy(List<String> nodes) {
        return new BundleBody(
                id, name, version, origin, path, url, digest, sizeBytes, ports, secrets, nodes, createdAt);
    }

    /** Where its files are. */
    Path directory() {
        return Path.of(path.orElseThrow());
    }
}
