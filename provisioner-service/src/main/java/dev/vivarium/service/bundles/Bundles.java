package dev.vivarium.service.bundles;

import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeBundle;
import dev.vivarium.service.http.PageRequest;
import dev.vivarium.service.http.Refusal;
import dev.vivarium.service.http.WireJson;
import dev.vivarium.service.store.Database;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The bundles that the service knows. */
public final class Bundles {
    private final Database database;
    private final Journal journal;

    /** Those in this database; which of them nodes use, this journal says. */
    public Bundles(Database database, Journal journal) {
        this.database = database;
        this.journal = journal;
    }

    /**
     * The directory of a bundle.
     *
     * @param idOrPath the id of one that is known, or an absolute path on this host
     */
    public Path directory(String idOrPath) {
        Optional<UUID> id = id(idOrPath);
        if (id.isPresent()) {
            return found(id.get()).directory();
        }
        try {
            Path path = Path.of(idOrPath);
            if (path.isAbsolute()) {
                return path.normalize();
            }
        } catch (InvalidPathException e) {
            // said below
        }
        throw Refusal.badRequest(
                "bundle.place", "a bundle is named by its id, or by an absolute path on the service's host");
    }

    BundleBody found(UUID id) {
        return database.read(h -> h.createQuery("SELECT document FROM bundles WHERE id = :id")
                        .bind("id", id.toString())
                        .mapTo(String.class)
                        .findOne())
                .map(Bundles::read)
                .map(b -> b.usedBy(users(b)))
                .orElseThrow(() -> Refusal.notFound("bundle.unknown", "there is no bundle " + id));
    }

    Optional<BundleBody> at(Path directory) {
        return database.read(h -> h.createQuery("SELECT document FROM bundles WHERE path = :path")
                        .bind("path", directory.toString())
                        .mapTo(String.class)
                        .findOne())
                .map(Bundles::read);
    }

    List<BundleBody> page(PageRequest page) {
        return database
                .read(h -> h.createQuery("SELECT document FROM bundles WHERE id > :after ORDER BY id LIMIT :limit")
                        .bind("after", page.after().orElse(""))
                        .bind("limit", page.size() + 1)
                        .mapTo(String.class)
                        .list())
                .stream()
                .map(Bundles::read)
                .map(b -> b.usedBy(users(b)))
                .toList();
    }

    /** Makes it known; one of the same directory is the same. */
    BundleBody add(BundleBody bundle) {
        Optional<BundleBody> known = at(bundle.directory());
        String id = known.map(BundleBody::id).orElse(bundle.id());
        BundleBody kept = known.isPresent() ? renamed(bundle, id) : bundle;
        database.write(h -> h.createUpdate(
                        "INSERT INTO bundles (id, path, created_at, document)"
                                + " VALUES (:id, :path, :at, :document) ON CONFLICT (id) DO UPDATE SET document = excluded.document")
                .bind("id", id)
                .bind("path", kept.path().orElseThrow())
                .bind("at", kept.createdAt().toEpochMilli())
                .bind("document", new String(WireJson.bytes(kept), StandardCharsets.UTF_8))
                .execute());
        return kept.usedBy(users(kept));
    }

    void remove(BundleBody bundle) {
        if (!users(bundle).isEmpty()) {
            throw Refusal.conflict("bundle.used", "nodes use this bundle: " + String.join(", ", users(bundle)));
        }
        database.write(h -> h.createUpdate("DELETE FROM bundles WHERE id = :id")
                .bind("id", bundle.id())
                .execute());
    }

    private List<String> users(BundleBody bundle) {
        Path directory = bundle.directory();
        return journal.nodes().stream()
                .filter(n -> directories(n).anyMatch(directory::equals))
                .map(n -> n.id().toString())
                .toList();
    }

    private static Stream<Path> directories(Node node) {
        Stream<NodeBundle> bundles =
                Stream.concat(node.bundle().stream(), node.snapshots().stream().flatMap(s -> s.bundle().stream()));
        return Stream.concat(node.spec().bundle().stream(), bundles.flatMap(b -> b.directory().stream()));
    }

    private static BundleBody renamed(BundleBody b, String id) {
        return new BundleBody(
                id,
                b.name(),
                b.version(),
                b.origin(),
                b.path(),
                b.url(),
                b.digest(),
                b.sizeBytes(),
                b.ports(),
                b.secrets(),
                List.of(),
                b.createdAt());
    }

    private static BundleBody read(String document) {
        return WireJson.read(document.getBytes(StandardCharsets.UTF_8), BundleBody.class);
    }

    private static Optional<UUID> id(String text) {
        try {
            return text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
