package dev.vivarium.service.bundles;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.cloudinit.InputException;
import dev.vivarium.cloudinit.bundle.Bundle;
import dev.vivarium.core.journal.DurableFiles;
import dev.vivarium.service.bundles.BundleBody.Origin;
import dev.vivarium.service.http.Refusal;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** Makes bundles of archives, in directories of the service's own. */
final class Archives {
    private final Path home;
    private final long mostBytes;
    private final Clock clock;

    /**
     * Below this home.
     *
     * @param mostBytes how much may come out of an archive
     */
    Archives(Path home, long mostBytes, Clock clock) {
        this.home = home;
        this.mostBytes = mostBytes;
        this.clock = clock;
    }

    /** A directory of this host, as a bundle. */
    BundleBody directory(Path path) {
        return BundleBody.of(UUID.randomUUID().toString(), opened(path), Origin.PATH, clock.instant());
    }

    /** Checks the archive, unpacks it and makes it a bundle; nothing is left of one that is none. */
    BundleBody unpacked(Path archive, Digest wanted, Origin origin, Optional<String> url) {
        if (!Digest.ofFile(archive).equals(wanted)) {
            throw Refusal.badRequest("bundle.digest", "what came has another digest than " + wanted);
        }
        String id = UUID.randomUUID().toString();
        Path own = own(id);
        try {
            Bundle bundle = opened(Unpacking.unpack(archive, own, mostBytes));
            return BundleBody.of(id, bundle, origin, clock.instant()).from(url, wanted.toString());
        } catch (RuntimeException e) {
            Unpacking.remove(own);
            throw e;
        }
    }

    /** Removes the files of a bundle that is not known any more, if they are the service's own. */
    void discard(BundleBody bundle) {
        if (bundle.origin() != Origin.PATH) {
            Unpacking.remove(own(bundle.id()));
        }
    }

    private Path own(String id) {
        return DurableFiles.privateDirectory(home.resolve("bundles")).resolve(id);
    }

    private static Bundle opened(Path directory) {
        try {
            return Bundle.open(directory);
        } catch (InputException | UncheckedIOException e) {
            throw Refusal.badRequest("bundle.invalid", String.valueOf(e.getMessage()));
        }
    }
}
