package dev.vivarium.core.image;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.journal.DurableFiles;
import dev.vivarium.core.journal.Json;
import dev.vivarium.core.journal.Leases;
import dev.vivarium.core.journal.ProcessLock;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.ImageReference;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The images in the cache: what they are called, when they were used, who needs them, and how they leave. */
public final class ImageShelf {
    private static final Duration PART_LIFE = Duration.ofDays(7);

    private final Path directory;
    private final Leases leases;
    private final Clock clock;

    ImageShelf(Path directory, Clock clock) {
        this.directory = directory;
        this.leases = new Leases(directory.resolve("leases"));
        this.clock = clock;
        DurableFiles.privateDirectory(directory.resolve("names"));
        DurableFiles.privateDirectory(directory.resolve("uses"));
    }

    /** Who needs which image. */
    public Leases leases() {
        return leases;
    }

    /** All images, the one that was used last first. */
    public List<StoredImage> list() {
        List<StoredImage> images = new ArrayList<>();
        for (Path file : files("images")) {
            String hex = name(file);
            if (hex.matches("[0-9a-f]{64}")) {
                images.add(image(new Digest(hex), file));
            }
        }
        images.sort(Comparator.comparing(StoredImage::lastUse).reversed().thenComparing(StoredImage::digest));
        return images;
    }

    /** What all images take. */
    public long bytes() {
        return files("images").stream().mapToLong(ImageShelf::size).sum();
    }

    /**
     * The image of this name, reference, digest or beginning of a digest.
     *
     * @throws VivariumException NOT_FOUND {@code image.missing}
     */
    public StoredImage find(String text) {
        String hex = text.startsWith("sha256:") ? text.substring(7) : text;
        List<StoredImage> all = list();
        return all.stream()
                .filter(i -> i.names().contains(text))
                .findFirst()
                .or(() -> all.stream().filter(i -> i.origins().contains(text)).findFirst())
                .or(() -> one(all.stream()
                        .filter(i -> hex.length() >= 6 && i.digest().hex().startsWith(hex))
                        .toList()))
                .orElseThrow(() -> ImageErrors.notHere("'" + text + "'"));
    }

    /**
     * Removes an image and the names it has.
     *
     * @throws VivariumException CONFLICT {@code image.used} that says by whom
     */
    public void remove(StoredImage image, Work work) {
        try (ProcessLock lock = lock(work)) {
            List<Leases.Holder> holders = leases.holders(image.digest());
            if (!holders.isEmpty()) {
                throw ImageErrors.used(image.digest().brief(), holders);
            }
            image.names().forEach(name -> DurableFiles.delete(nameFile(name)));
            drop(image);
        }
    }

    /**
     * Makes room: removes halves of downloads that nobody went on with for a week, then images that nobody needs, those
     * first that were not used for the longest time, until the rest takes no more than the limit.
     *
     * @param bytes the limit; 0 removes all that nobody needs
     * @param keep one that stays in any case
     * @return what was removed
     */
    public List<StoredImage> prune(long bytes, Optional<Digest> keep, Work work) {
        try (ProcessLock lock = lock(work)) {
            removeOldParts();
            List<StoredImage> images = new ArrayList<>(list());
            long total = images.stream().mapToLong(StoredImage::bytes).sum();
            List<StoredImage> removed = new ArrayList<>();
            for (int i = images.size() - 1; i >= 0 && total > bytes; i--) {
                StoredImage image = images.get(i);
                if (image.isSpare() && !keep.equals(Optional.of(image.digest()))) {
                    drop(image);
                    total -= image.bytes();
                    removed.add(image);
                }
            }
            return removed;
        }
    }

    /** From now on the holder needs the image; false if it is not here any more. */
    boolean lease(DiskSource.ImageFile image, Leases.Holder holder, Work work) {
        try (ProcessLock lock = lock(work)) {
            if (!Files.exists(image.file())) {
                return false;
            }
            leases.take(image.digest(), holder);
            return true;
        }
    }

    /** Somebody asked for it. */
    void used(Digest digest, String origin) {
        ImageUse before = use(digest).orElse(new ImageUse(clock.instant(), List.of()));
        DurableFiles.replace(useFile(digest), Json.write(before.again(origin, clock.instant())) + "\n");
    }

    /** The user gives it a name. */
    void call(ImageReference.Named name, Digest digest) {
        DurableFiles.replace(nameFile(name.name()), digest + "\n");
    }

    /** The image that the user gave this name. */
    Optional<Digest> called(ImageReference.Named name) {
        Path file = nameFile(name.name());
        try {
            return Files.exists(file)
                    ? Optional.of(Digest.parse(Files.readString(file).strip()))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private StoredImage image(Digest digest, Path file) {
        List<String> names = files("names").stream()
                .map(ImageShelf::name)
                .filter(name -> called(new ImageReference.Named(name)).equals(Optional.of(digest)))
                .toList();
        ImageUse use = use(digest).orElseGet(() -> new ImageUse(modified(file), List.of()));
        return new StoredImage(digest, file, size(file), names, use.origins(), use.last(), leases.holders(digest));
    }

    private Optional<ImageUse> use(Digest digest) {
        try {
            return Files.exists(useFile(digest))
                    ? Optional.of(Json.read(Files.readString(useFile(digest)), ImageUse.class))
                    : Optional.empty();
        } catch (IOException | VivariumException e) {
            return Optional.empty(); // only a hint; the next use writes it anew
        }
    }

    private void drop(StoredImage image) {
        DurableFiles.delete(image.file());
        DurableFiles.delete(useFile(image.digest()));
    }

    private void removeOldParts() {
        Instant limit = clock.instant().minus(PART_LIFE);
        files("partial").stream().filter(f -> modified(f).isBefore(limit)).forEach(DurableFiles::delete);
    }

    private ProcessLock lock(Work work) {
        return ProcessLock.hold(
                directory.resolve("locks").resolve("shelf"),
                work,
                "waiting for another process that tidies the images");
    }

    private Path useFile(Digest digest) {
        return directory.resolve("uses").resolve(digest.hex());
    }

    private Path nameFile(String name) {
        return directory.resolve("names").resolve(name);
    }

    private List<Path> files(String part) {
        try (Stream<Path> files = Files.list(directory.resolve(part))) {
            return files.filter(f -> !name(f).startsWith(".")).sorted().toList();
        } catch (IOException e) {
            throw ImageErrors.disk(directory, e);
        }
    }

    private static Optional<StoredImage> one(List<StoredImage> found) {
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static Instant modified(Path file) {
        return Instant.ofEpochMilli(file.toFile().lastModified());
    }

    private static long size(Path file) {
        return file.toFile().length();
    }
}
