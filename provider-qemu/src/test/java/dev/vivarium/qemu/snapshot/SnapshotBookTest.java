package dev.vivarium.qemu.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vivarium.core.journal.Json;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.Snapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.qemu.snapshot.SnapshotBook.Entry;
import dev.vivarium.qemu.snapshot.SnapshotBook.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotBookTest {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");
    private static final Entry ROOT = entry(1, Optional.empty());
    private static final Entry MIDDLE = entry(2, Optional.of(ROOT.id()));
    private static final Entry LEAF = entry(3, Optional.of(MIDDLE.id()));
    private static final SnapshotBook BOOK = new SnapshotBook(1, Optional.of(MIDDLE.id()), List.of(ROOT, MIDDLE, LEAF));

    private static Entry entry(int number, Optional<SnapshotId> parent) {
        SnapshotId id = SnapshotId.parse("00000000-0000-4000-8000-00000000000" + number);
        return new Entry(id, "снимок " + number, SnapshotKind.LIVE, parent, TIME, State.TAKEN, Optional.empty());
    }

    @Test
    void childrenAndDiskMoveToTheParentOfWhatGoes() {
        SnapshotBook without = BOOK.without(MIDDLE.id());
        assertThat(without.standing()).contains(ROOT.id());
        assertThat(without.snapshots(NodeId.random()))
                .extracting(Snapshot::parent)
                .containsExactly(Optional.empty(), Optional.of(ROOT.id()));
        assertThat(without.without(ROOT.id()).standing()).isEmpty();
        assertThat(without.without(MIDDLE.id())).isEqualTo(without);
    }

    @Test
    void whatOthersRemovedFromTheImageGoes() {
        SnapshotBook taking = BOOK.with(LEAF.as(State.TAKING));
        assertThat(taking.reconciled(Set.of(ROOT.tag(), "someone's")).entries())
                .as("what is being taken is not in the image yet")
                .extracting(Entry::id)
                .containsExactly(ROOT.id(), LEAF.id());
        assertThat(BOOK.reconciled(Set.of()).entries()).isEmpty();
    }

    @Test
    void onlyWhatWasTakenIsListed() {
        assertThat(BOOK.with(ROOT.as(State.DELETING))
                        .with(LEAF.as(State.TAKING))
                        .snapshots(NodeId.random()))
                .extracting(Snapshot::id)
                .containsExactly(MIDDLE.id());
    }

    @Test
    void firstFormIsRead(@TempDir Path directory) throws IOException {
        String form = """
                {"version":1,"standing":"00000000-0000-4000-8000-000000000001","entries":[{\
                "id":"00000000-0000-4000-8000-000000000001","name":"снимок 1","kind":"LIVE",\
                "takenAt":"2026-01-02T03:04:05Z","state":"TAKEN"}]}""";
        SnapshotBook book = new SnapshotBook(1, Optional.of(ROOT.id()), List.of(ROOT));
        assertThat(Json.write(book)).isEqualTo(form);
        Path file = directory.resolve("snapshots.json");
        assertThat(SnapshotBook.read(file).entries()).isEmpty();
        Files.writeString(file, form);
        assertThat(SnapshotBook.read(file)).isEqualTo(book);
        Files.writeString(file, form.replace("\"version\":1", "\"version\":9"));
        assertThatExceptionOfType(VivariumException.class)
                .isThrownBy(() -> SnapshotBook.read(file))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.NEEDS_OPERATOR));
    }
}
