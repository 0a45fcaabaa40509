package dev.vivarium.proxmox.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.testkit.remote.JavaProcess;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file many times as large as the heap is sent. */
class LargeUploadTest {
    @TempDir
    Path directory;

    @Test
    void aFileTenTimesAsLargeAsTheHeap() throws IOException {
        assertThat(sent(240L << 20, "-Xmx24m")).endsWith(", 30 reports");
    }

    @Test
    @Tag("full")
    void tenGibibytesWith64MebibytesOfHeap() throws IOException {
        assertThat(sent(10L << 30, "-Xmx64m")).endsWith(", 1280 reports");
    }

    private String sent(long size, String heap) throws IOException {
        Path file = directory.resolve("large");
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(size);
        }
        try (JavaProcess sink = begin("sink", UploadSink.class, List.of("-Xmx256m"), List.of())) {
            String[] at = sink.awaitLine("at ").split(" ", -1);
            try (JavaProcess source =
                    begin("source", UploadSource.class, List.of(heap), List.of(at[0], at[1], file.toString()))) {
                String said = source.awaitLine("sent in ");
                System.out.println(size / (1 << 20) + " MiB sent in " + said);
                return said;
            }
        }
    }

    private JavaProcess begin(String name, Class<?> main, List<String> options, List<String> arguments)
            throws IOException {
        return JavaProcess.begin(new JavaProcess.Program(
                main.getName(), options, arguments, Map.of(), directory.resolve(name + ".log")));
    }
}
