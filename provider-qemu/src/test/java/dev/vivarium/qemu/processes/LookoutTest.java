package dev.vivarium.qemu.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.engine.Survey;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.HypervisorSettings;
import dev.vivarium.core.spi.StopMode;
import dev.vivarium.qemu.QemuProvider;
import dev.vivarium.qemu.QemuSubject;
import dev.vivarium.testkit.faults.RecordingWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What others do to real machines is seen, and machines without a record are taken back or removed. */
@Timeout(120)
class LookoutTest {
    @TempDir
    Path directory;

    private Place place;
    private Vivarium vivarium;

    @BeforeEach
    void open() throws IOException {
        QemuSubject.assumeInstalled();
        place = Place.make(directory);
        vivarium = place.open();
    }

    @AfterEach
    void close() {
        vivarium.nodes().forEach(n -> vivarium.delete(n.id()).await());
        vivarium.close();
    }

    /** One that is off, with a snapshot. */
    private Node node() {
        assertThatThrownBy(() -> vivarium.create(place.spec("муза")).await()).isInstanceOf(VivariumException.class);
        Node node = vivarium.node("муза").orElseThrow();
        vivarium.stop(node.id(), StopMode.FORCED).await();
        vivarium.snapshot(node.id(), Place.snapshot("до")).await();
        return vivarium.node(node.id()).orElseThrow();
    }

    private Survey.Seen survey() {
        return vivarium.lookout().survey("local", Survey.Scope.all());
    }

    @Test
    void whatOthersDoIsSeen() throws IOException {
        Node node = node();
        assertThat(survey().news()).isEmpty();

        Hypervisor others = vivarium.installation().hypervisor("local");
        NodeSnapshot snapshot = node.snapshots().get(0);
        others.snapshots()
                .orElseThrow()
                .delete(node.machine().orElseThrow(), snapshot.snapshot().id(), RecordingWork.inRealTime());
        assertThat(survey().news())
                .singleElement()
                .satisfies(s -> assertThat(s.snapshotsGone()).containsExactly(snapshot));

        Path machine = place.machines().resolve(node.id().toString());
        Path away = directory.resolve("away");
        Files.move(machine, away);
        assertThat(survey().news())
                .singleElement()
                .satisfies(s -> assertThat(s.machineGone()).isTrue());
        Files.move(away, machine);
        assertThat(survey().news())
                .singleElement()
                .satisfies(s -> assertThat(s.after().state()).isEqualTo(NodeState.STOPPED));
    }

    @Test
    void aStrayIsTakenBackAsItWasMade() {
        Node lost = node();
        vivarium.installation().journal().remove(lost.id());
        assertThat(vivarium.lookout().strays("local")).extracting(Machine::node).containsExactly(lost.id());

        Node node = vivarium.lookout()
                .adopt(vivarium.lookout().describe("local", lost.id(), "найдена"))
                .await();

        assertThat(node.state()).isEqualTo(NodeState.STOPPED);
        assertThat(node.identity()).isEqualTo(lost.identity());
        assertThat(node.spec().memoryMiB()).isEqualTo(lost.spec().memoryMiB());
        assertThat(node.spec().diskMiB()).isEqualTo(lost.spec().diskMiB());
        assertThat(node.machine()).isEqualTo(lost.machine());
        assertThat(node.snapshots()).extracting(s -> s.snapshot().name()).containsExactly("до");
        assertThat(vivarium.images().list())
                .singleElement()
                .satisfies(i -> assertThat(i.users()).hasSize(1));
        vivarium.rollback(node.id(), node.snapshots().get(0).snapshot().id()).await();
    }

    @Test
    void aStrayIsRemovedAndWhatIsOfOthersIsNot() {
        Node lost = node();
        vivarium.installation().journal().remove(lost.id());
        vivarium.lookout().remove("local", lost.id()).await();
        assertThat(place.machines().resolve(lost.id().toString())).doesNotExist();

        Node other = node();
        try (Hypervisor theirs = new QemuProvider()
                .connect(new HypervisorSettings(
                        "local",
                        new InstallationId("theirs"),
                        directory.resolve("data/vivarium/hypervisors/local"),
                        place.settings(),
                        Map.of()))) {
            assertThat(theirs.machines()).as("not theirs").isEmpty();
            assertThat(theirs.find(other.id())).isEmpty();
            assertThat(theirs.adoption()).isPresent();
        }
        assertThat(survey().strays()).isEmpty();
    }
}
