package dev.vivarium.core.image;

import dev.vivarium.core.journal.DurableFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What has come of a download, and of which version of the server's file it is.
 *
 * @param file the bytes so far; may be absent
 */
record PartFile(Path file) {

    long size() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /** How the server named the version that the bytes are of; empty if it did not. */
    String validator() throws IOException {
        return Files.exists(note()) ? Files.readString(note(), StandardCharsets.ISO_8859_1) : "";
    }

    /** From its first byte on it is of this version. */
    void begin(String validator) {
        delete();
        if (!validator.isEmpty()) {
            DurableFiles.replace(note(), validator);
        }
    }

    FileChannel open() throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    void delete() {
        DurableFiles.delete(file);
        DurableFiles.delete(note());
    }

    private Path note() {
        return file.resolveSibling(file.getFileName() + ".etag");
    }
}
