package dev.vivarium.bench;

import dev.vivarium.bench.Benchmark.Contender;
import dev.vivarium.bench.Benchmark.Round;
import dev.vivarium.core.journal.Entry;
import dev.vivarium.core.journal.FileJournal;
import dev.vivarium.core.journal.Json;
import dev.vivarium.core.journal.OperationRecord;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.OperationId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Entries of an operation, each on disk before the next; against writing the same lines to a file that is kept open. */
final class JournalBenchmark {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private JournalBenchmark() {}

    static Benchmark of(int count) {
        List<Entry> entries = entries(count);
        return new Benchmark(
                "journal",
                count + " entries, each forced to disk",
                new Contender("FileJournal.append", fresh -> append(fresh, entries)),
                Optional.of(new Contender("FileChannel.write + force(true)", fresh -> writeLines(fresh, entries))),
                "");
    }

    private static List<Entry> entries(int count) {
        return IntStream.range(0, count)
                .<Entry>mapToObj(i -> i % 3 == 0
                        ? new Entry.StepStarted("step-" + i, NOON.plusSeconds(i))
                        : i % 3 == 1
                                ? new Entry.Remembered("step-" + i, "machine", Json.tree(Map.of("ref", "узел-" + i)))
                                : new Entry.StepFinished("step-" + i, NOON.plusSeconds(i)))
                .toList();
    }

    private static Round append(Path fresh, List<Entry> entries) {
        FileJournal journal = new FileJournal(fresh.resolve("journal"));
        OperationId id = OperationId.random();
        journal.accept(new OperationRecord(
                OperationRecord.VERSION, id, "create", NodeId.random(), Json.tree(Map.of()), List.of(), NOON));
        return () -> entries.forEach(entry -> journal.append(id, entry));
    }

    private static Round writeLines(Path fresh, List<Entry> entries) {
        List<byte[]> lines = entries.stream()
                .map(entry -> (Json.write(entry) + "\n").getBytes(StandardCharsets.UTF_8))
                .toList();
        return () -> writeAll(fresh.resolve("lines"), lines);
    }

    private static void writeAll(Path file, List<byte[]> lines) throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (byte[] line : lines) {
                ByteBuffer bytes = ByteBuffer.wrap(line);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
        }
    }
}
