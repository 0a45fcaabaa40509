package dev.vivarium.cloudinit.bundle;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.cloudinit.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;

/**
 * A directory of media, each named by its digest. A medium enters it whole or not at all, and is never changed; several
 * processes may use one directory. What was packed before is found again by a fingerprint of its files' names, sizes, inodes
 * and times, so that 100 GB of weights are not read twice.
 */
public final class BundleCache {
    private static final String DRAFT = ".draft-";
    private static final String MEDIUM = ".iso";
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}\\.iso");
    private static final Duration DRAFT_LIFE = Duration.ofDays(1);
    private static final Duration CLOCK_GRAIN = Duration.ofSeconds(2);

    private final Path directory;
    private final Clock clock;
    private final LayerPacker packer;

    /** @param directory is made if absent, when something is packed */
    public BundleCache(Path directory) {
        this(directory, Clock.systemUTC(), LayerPacker.standard());
    }

    BundleCache(Path directory, Clock clock, LayerPacker packer) {
        this.directory = directory;
        this.clock = clock;
        this.packer = packer;
    }

    /**
     * Packs what is not packed yet.
     *
     * @throws InputException if something in the directory must not go into a guest, or changes while it is read
     * @throws UncheckedIOException if the directory cannot be read, or the cache not written; a full disk among others
     */
    public PackedBundle pack(Bundle bundle, PackingProgress progress) {
        try {
            Files.createDirectories(directory);
            removeOldDrafts();
            SourceTree.Scan scan = SourceTree.scan(bundle.directory());
            List<LayerSource> sources =
                    LayerSource.divide(bundle.directory(), bundle.manifest().layers(), scan.entries());
            long total = sources.stream().mapToLong(LayerSource::contentBytes).sum();
            long done = 0;
            List<PackedLayer> layers = new ArrayList<>();
            for (LayerSource source : sources) {
                layers.add(layer(source, bundle, settled(scan), new Counter(progress, done, total)));
                done += source.contentBytes();
                progress.at(done, total);
            }
            return PackedBundle.of(bundle, layers);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot pack " + bundle.directory() + " into " + directory + ": " + e, e);
        }
    }

    private PackedLayer layer(LayerSource source, Bundle bundle, boolean settled, Counter counter) throws IOException {
        Path note = directory.resolve(source.fingerprint().hex() + ".packed");
        Optional<PackingNote> read = PackingNote.read(note);
        Optional<PackedLayer> known = read.isPresent() ? read.get().find(directory) : Optional.empty();
        if (known.isPresent()) {
            use(known.get().file());
            return known.get();
        }
        Path draft = directory.resolve(DRAFT + UUID.randomUUID());
        try {
            Digest digest = packer.pack(source, draft, counter);
            checkUnchanged(source, bundle);
            Path medium = directory.resolve(digest.hex() + MEDIUM);
            sync(draft);
            Files.move(draft, medium, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            sync(directory);
            PackedLayer packed = PackedLayer.of(source, digest, medium);
            if (settled) {
                PackingNote.of(packed).write(note, directory.resolve(DRAFT + UUID.randomUUID()));
            }
            return packed;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** All media that are whole. */
    public List<CachedMedium> media() {
        List<CachedMedium> media = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + MEDIUM)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (NAME.matcher(name).matches()) {
                    medium(file, new Digest(name.substring(0, name.length() - MEDIUM.length())))
                            .ifPresent(media::add);
                }
            }
            return media;
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException | DirectoryIteratorException e) {
            throw new UncheckedIOException("cannot read " + directory, new IOException(e));
        }
    }

    /** Removes a medium; gone already is success. Whether somebody needs it is for the caller to know. */
    public void remove(CachedMedium medium) {
        try {
            Files.deleteIfExists(medium.file());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + medium.file() + ": " + e, e);
        }
    }

    private static Optional<CachedMedium> medium(Path file, Digest digest) throws IOException {
        try {
            return Optional.of(new CachedMedium(
                    digest,
                    file,
                    Files.size(file),
                    Files.getLastModifiedTime(file).toInstant()));
        } catch (NoSuchFileException e) {
            return Optional.empty(); // pruned by another process at this moment
        }
    }

    /** Its content never changes, so its time can tell when it was last of use. */
    private void use(Path medium) throws IOException {
        try {
            Files.setLastModifiedTime(medium, FileTime.from(clock.instant()));
        } catch (NoSuchFileException e) {
            return; // pruned at this moment; whoever needs it looks again under a lease
        }
    }

    /** What was read while it was written to would be a mixture. */
    private static void checkUnchanged(LayerSource before, Bundle bundle) {
        SourceTree.Scan scan = SourceTree.scan(bundle.directory());
        Digest now = LayerSource.divide(before.root(), bundle.manifest().layers(), scan.entries()).stream()
                .filter(source -> source.name().equals(before.name()))
                .findFirst()
                .orElseThrow()
                .fingerprint();
        if (!now.equals(before.fingerprint())) {
            throw TarStream.changed(before.root());
        }
    }

    /** False if a file changed so recently that its next change may bear the same time: such a fingerprint proves nothing. */
    private boolean settled(SourceTree.Scan scan) {
        return scan.newestChange().toInstant().isBefore(clock.instant().minus(CLOCK_GRAIN));
    }

    /** A process that died left its draft; one that lives writes to it all the time. */
    private void removeOldDrafts() throws IOException {
        Instant limit = clock.instant().minus(DRAFT_LIFE);
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(directory, DRAFT + "*")) {
            for (Path draft : drafts) {
                if (lastWritten(draft).isBefore(limit)) {
                    Files.deleteIfExists(draft);
                }
            }
        }
    }

    private static Instant lastWritten(Path draft) throws IOException {
        try {
            return Files.getLastModifiedTime(draft).toInstant();
        } catch (NoSuchFileException e) {
            return Instant.MAX; // finished by whoever wrote it, at this moment
        }
    }

    static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Adds up what was read of one layer to what was done before it. */
    private static final class Counter implements LongConsumer {
        private final PackingProgress progress;
        private final long total;
        private long done;

        Counter(PackingProgress progress, long done, long total) {
            this.progress = progress;
            this.done = done;
            this.total = total;
        }

        @Override
        public void accept(long bytes) {
            done += bytes;
            progress.at(done, total);
        }
    }
}
