package dev.vivarium.core.image;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.core.journal.DurableFiles;
import dev.vivarium.core.journal.ProcessLock;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.ImageReference;
import dev.vivarium.core.spi.Work;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The cache directory. {@code images/HEX} are whole, checked and never changed; {@code partial/} holds what is on its way;
 * {@code known/} remembers digests: of files by name, size, times and inode, and of what makers' lists said last; {@code
 * locks/} says who works on what.
 */
final class ImageCache {
    /** Times of files have a coarse grain: one written this recently could be written again without a trace. */
    private static final Duration SETTLED = Duration.ofSeconds(3);

    private final Path directory;

    ImageCache(Path directory) {
        this.directory = directory;
        for (String part : new String[] {"images", "partial", "known", "locks"}) {
            DurableFiles.privateDirectory(directory.resolve(part));
        }
    }

    /** The image with this digest, if it is here and was not touched since it came. */
    Optional<Path> find(Digest digest) throws IOException {
        Path file = image(digest);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        if (known(file).filter(digest::equals).isPresent()) {
            return Optional.of(file);
        }
        if (!Digest.ofFile(file).equals(digest)) {
            // somebody wrote into it; fetch it again rather than boot from it
            Files.delete(file);
            return Optional.empty();
        }
        remember(fingerprint(file), digest);
        return Optional.of(file);
    }

    /** The image with this checksum, likewise. */
    Optional<DiskSource.ImageFile> find(Checksum checksum) throws IOException {
        Optional<Digest> digest =
                checksum.digest().or(() -> noted(checksum.toString().replace(':', '-')));
        if (digest.isEmpty()) {
            return Optional.empty();
        }
        return find(digest.get()).map(file -> new DiskSource.ImageFile(file, digest.get()));
    }

    /** A maker's checksum that is not of our kind. */
    void alsoKnownAs(Checksum checksum, Digest digest) {
        if (checksum.digest().isEmpty()) {
            remember(checksum.toString().replace(':', '-'), digest);
        }
    }

    /** What a maker's list said of a name. */
    void lastListed(ImageReference.Named name, Checksum checksum) {
        DurableFiles.replace(note("name-" + name.name()), checksum + "\n");
    }

    /** What a maker's list said of a name when it was asked last. */
    Optional<Checksum> lastListed(ImageReference.Named name) throws IOException {
        Path note = note("name-" + name.name());
        try {
            return Files.isRegularFile(note)
                    ? Optional.of(Checksum.parse(Files.readString(note).strip()))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Moves a file whose digest was checked into the cache; what is there already wins. */
    Path enter(Path checked, Digest digest) throws IOException {
        Optional<Path> there = find(digest);
        if (there.isPresent()) {
            Files.deleteIfExists(checked);
            return there.get();
        }
        try (FileChannel written = FileChannel.open(checked, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        Files.setPosixFilePermissions(checked, PosixFilePermissions.fromString("r--r--r--"));
        Path file = image(digest);
        DurableFiles.move(checked, file);
        remember(fingerprint(file), digest);
        return file;
    }

    /** Where something on its way is kept. */
    Path partial(String name) {
        return directory.resolve("partial").resolve(name);
    }

    /** Where a download is kept until it is whole. */
    PartFile part(String name) {
        return new PartFile(partial(name + ".part"));
    }

    ProcessLock lock(String name, Work work) {
        return ProcessLock.hold(
                directory.resolve("locks").resolve(name), work, "waiting for another process that gets the same image");
    }

    /** What a file's digest was when it had the same name, size, times and inode. */
    Optional<Digest> known(Path file) throws IOException {
        return noted(fingerprint(file));
    }

    private Optional<Digest> noted(String name) {
        Path note = note(name);
        try {
            return Files.isRegularFile(note)
                    ? Optional.of(Digest.parse(Files.readString(note).strip()))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    void remember(String fingerprint, Digest digest) {
        DurableFiles.replace(note(fingerprint), digest + "\n");
    }

    /** True if the file was left alone long enough for its times to tell of any change. */
    static boolean isSettled(Path file, Instant now) throws IOException {
        return Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(SETTLED));
    }

    /** Changes whenever the file is replaced or written to. */
    static String fingerprint(Path file) throws IOException {
        Map<String, Object> facts = Files.readAttributes(file, "unix:ino,dev,size,lastModifiedTime");
        String text = file.toRealPath() + "\n" + facts.get("ino") + " " + facts.get("dev") + " " + facts.get("size")
                + " " + facts.get("lastModifiedTime");
        return Digest.of(text.getBytes(StandardCharsets.UTF_8)).hex();
    }

    Path image(Digest digest) {
        return directory.resolve("images").resolve(digest.hex());
    }

    private Path note(String name) {
        return directory.resolve("known").resolve(name);
    }

    void checkSpace(long needed) throws IOException {
        if (directory.toFile().getUsableSpace() < needed) {
            throw ImageErrors.noSpace(needed, directory);
        }
    }
}
