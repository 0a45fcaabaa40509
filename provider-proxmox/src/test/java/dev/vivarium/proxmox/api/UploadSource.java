package dev.vivarium.proxmox.api;

import dev.vivarium.testkit.faults.RecordingWork;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Sends one file, in a process of its own whose heap is small. */
public final class UploadSource {
    private UploadSource() {}

    /** Arguments: the server's address, its certificate's fingerprint, the file. Says how long it took. */
    public static void main(String[] arguments) {
        PveSettings settings =
                PveSettings.of(Clients.TOKEN, URI.create(arguments[0])).trusting(new PveTrust.Pinned(arguments[1]));
        RecordingWork work = new RecordingWork();
        long begun = System.nanoTime();
        try (Pve pve = Pve.open(settings)) {
            pve.storage("pve")
                    .upload(
                            new StorageFile("local", "iso", "large.iso", Optional.empty()),
                            Path.of(arguments[2]),
                            work);
        }
        System.out.println("sent in " + (System.nanoTime() - begun) / 1_000_000 + " ms, "
                + work.progress().size() + " reports");
    }
}
