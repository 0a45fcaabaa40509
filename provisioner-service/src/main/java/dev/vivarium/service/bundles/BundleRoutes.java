package dev.vivarium.service.bundles;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.journal.DurableFiles;
import dev.vivarium.core.net.AddressPolicy;
import dev.vivarium.service.bundles.BundleBody.Origin;
import dev.vivarium.service.http.Change;
import dev.vivarium.service.http.PageRequest;
import dev.vivarium.service.http.Refusal;
import dev.vivarium.service.http.Reply;
import dev.vivarium.service.http.Request;
import dev.vivarium.service.http.Routes;
import dev.vivarium.service.store.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** Bundles over HTTP. */
public final class BundleRoutes {
    private final Bundles bundles;
    private final Database database;
    private final Path home;
    private final long mostBytes;
    private final Archives archives;
    private final Uploads uploads;
    private final Fetching fetching;

    /**
     * Of these.
     *
     * @param home below which archives are kept
     * @param mostBytes the largest archive
     * @param policy where archives may come from
     */
    public BundleRoutes(
            Bundles bundles, Database database, Path home, long mostBytes, AddressPolicy policy, Clock clock) {
        this.bundles = bundles;
        this.database = database;
        this.home = home;
        this.mostBytes = mostBytes;
        this.archives = new Archives(home, 4 * mostBytes, clock);
        this.uploads = new Uploads(database, home, clock);
        this.fetching = new Fetching(policy);
    }

    record RegisterBody(Optional<String> path, Optional<String> url, Optional<Digest> digest) {}

    record UploadBody(long sizeBytes, Digest digest) {}

    /** Answers what is asked about them. */
    public void register(Routes routes) {
        routes.on("listBundles", this::list)
                .on("getBundle", request -> Reply.ok(found(request)))
                .change("registerBundle", this::register)
                .change("deleteBundle", this::delete)
                .change("beginUpload", this::begin)
                .on("getUpload", request -> Reply.ok(uploads.found(upload(request))))
                .on("continueUpload", this::append)
                .change("cancelUpload", this::cancel)
                .change("finishUpload", this::finish);
    }

    /** Removes what of expired uploads is left: rows and files. */
    public void sweep() {
        uploads.sweep();
    }

    private Reply list(Request request) {
        PageRequest page = request.page();
        return Reply.ok(page.cut(bundles.page(page), BundleBody::id));
    }

    private BundleBody found(Request request) {
        return bundles.found(request.path("bundleId", UUID::fromString));
    }

    private Change register(Request request) {
        RegisterBody body = request.body(RegisterBody.class);
        if (body.path().isPresent() == body.url().isPresent()
                || body.url().isPresent() != body.digest().isPresent()) {
            throw Refusal.badRequest("bundle.place", "say either path, or url and digest");
        }
        BundleBody bundle = body.path().isPresent()
                ? archives.directory(bundles.directory(body.path().get()))
                : fetched(body.url().orElseThrow(), body.digest().orElseThrow());
        return () -> created(bundles.add(bundle));
    }

    private BundleBody fetched(String url, Digest digest) {
        Path part = DurableFiles.privateDirectory(home.resolve("uploads")).resolve(UUID.randomUUID() + ".fetched");
        try {
            fetching.fetch(URI.create(url), part, mostBytes);
            return archives.unpacked(part, digest, Origin.URL, Optional.of(url));
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("bundle.address", "this is no address");
        } finally {
            delete(part);
        }
    }

    private Change delete(Request request) {
        found(request);
        return () -> {
            BundleBody bundle = found(request);
            bundles.remove(bundle);
            database.afterCommit(() -> archives.discard(bundle));
            return Reply.noContent();
        };
    }

    private Change begin(Request request) {
        UploadBody body = request.body(UploadBody.class);
        if (body.sizeBytes() < 1 || body.sizeBytes() > mostBytes) {
            throw Refusal.badRequest("upload.size", "an upload has 1 to " + mostBytes + " bytes");
        }
        return () -> {
            Uploads.Upload upload = uploads.begin(body.sizeBytes(), body.digest());
            return Reply.created("/v1/uploads/" + upload.id(), upload);
        };
    }

    private Reply append(Request request) {
        UUID id = upload(request);
        Uploads.Upload upload = uploads.found(id);
        long from = request.header("Upload-Offset")
                .filter(o -> o.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElseThrow(() -> Refusal.badRequest("upload.offset", "Upload-Offset says where this part begins"));
        return Reply.ok(
                uploads.append(id, from, request.stream(upload.sizeBytes() - Math.min(from, upload.sizeBytes()))));
    }

    private Change cancel(Request request) {
        Uploads.Upload upload = uploads.found(upload(request));
        return () -> {
            uploads.forget(upload);
            return Reply.noContent();
        };
    }

    private Change finish(Request request) {
        Uploads.Upload upload = uploads.found(upload(request));
        if (upload.offsetBytes() != upload.sizeBytes()) {
            throw Refusal.conflict(
                    "upload.incomplete",
                    upload.offsetBytes() + " of " + upload.sizeBytes() + " bytes are here; send the rest");
        }
        BundleBody bundle = archives.unpacked(
                uploads.file(UUID.fromString(upload.id())),
                Digest.parse(upload.digest()),
                Origin.UPLOAD,
                Optional.empty());
        return () -> {
            uploads.forget(upload);
            return created(bundles.add(bundle));
        };
    }

    private static Reply created(BundleBody bundle) {
        return Reply.created("/v1/bundles/" + bundle.id(), bundle);
    }

    private static UUID upload(Request request) {
        return request.path("uploadId", UUID::fromString);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
