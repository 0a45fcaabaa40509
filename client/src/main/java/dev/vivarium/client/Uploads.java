package dev.vivarium.client;

import dev.vivarium.client.model.Bundle;
import dev.vivarium.client.model.Upload;
import dev.vivarium.client.model.UploadRequest;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.LongConsumer;

/** Bundles that come as an archive, in parts; one that was cut off goes on where it was. */
public final class Uploads {
    private final Requests requests;

    Uploads(Requests requests) {
        this.requests = requests;
    }

    /** Begins an upload. */
    public Upload begin(UploadRequest request) {
        return requests.send(Call.keyed("POST", "/v1/uploads").json(request).answers(Upload.class));
    }

    /** How far it is. */
    public Upload get(UUID upload) {
        return requests.send(Call.get("/v1/uploads/{}", upload).answers(Upload.class));
    }

    /** Appends a part that begins at this offset. */
    public Upload append(UUID upload, long offset, byte[] part) {
        return requests.send(Call.once("PATCH", "/v1/uploads/{}", upload)
                .header("Upload-Offset", Long.toString(offset))
                .bytes(part)
                .answers(Upload.class));
    }

    /** Gives an upload up. */
    public void cancel(UUID upload) {
        requests.sendOnly(Call.once("DELETE", "/v1/uploads/{}", upload));
    }

    /** Checks the whole by its digest, unpacks it and makes it a bundle. */
    public Bundle finish(UUID upload) {
        return requests.send(Call.keyed("POST", "/v1/uploads/{}/finish", upload).answers(Bundle.class));
    }

    /**
     * Uploads an archive from beginning to end.
     *
     * @param sent hears how many bytes the service has
     */
    public Bundle upload(Path archive, LongConsumer sent) {
        ArchiveFile file = ArchiveFile.open(archive);
        Upload upload = begin(new UploadRequest(file.sizeBytes(), file.digest()));
        return resume(upload.id(), archive, sent);
    }

    /** Goes on with an upload of this archive, whoever began it. */
    public Bundle resume(UUID upload, Path archive, LongConsumer sent) {
        Tries tries = requests.exchange().tries();
        Upload now = get(upload);
        while (now.offsetBytes() < now.sizeBytes()) {
            sent.accept(now.offsetBytes());
            byte[] part = ArchiveFile.read(
                    archive, now.offsetBytes(), requests.exchange().settings().partBytes());
            try {
                now = append(upload, now.offsetBytes(), part);
                tries.succeeded();
            } catch (ServiceException e) {
                if (!e.isTransient() && e.status() != 409) {
                    throw e;
                }
                tries.waitAfter(e);
                now = get(upload); // what of it has arrived, only the service knows
            }
        }
        sent.accept(now.offsetBytes());
        return finish(upload);
    }
}
