package dev.vivarium.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.config.VivariumConfig;
import dev.vivarium.core.engine.CloneNode;
import dev.vivarium.core.image.StoredImage;
import dev.vivarium.core.journal.Leases;
import dev.vivarium.core.model.ImageReference;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.NodeSpecBuilder;
import dev.vivarium.core.model.Size;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Work;
import dev.vivarium.testkit.faults.RecordingWork;
import dev.vivarium.testkit.guest.Misbehaviour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An image leaves the cache only when no node stands on it. */
class ImageLeaseTest extends AtSite {
    private final Work work = RecordingWork.inRealTime();

    @Test
    void aNodesImageStaysUntilTheNodeIsGone() {
        try (Vivarium vivarium = site.open()) {
            Node node = vivarium.create(site.spec()).await();
            StoredImage image = vivarium.images().list().get(0);
            assertThat(image.users()).extracting(Leases.Holder::text).containsExactly("node " + Site.NODE);
            refused(vivarium, image);
            assertThat(vivarium.images().prune(Optional.empty(), work)).isEmpty();
            vivarium.delete(node.id()).await();
            assertThat(vivarium.images().prune(Optional.empty(), work)).hasSize(1);
            assertThat(image.file()).doesNotExist();
        }
    }

    @Test
    void aCloneStandsOnItToo() {
        try (Vivarium vivarium = site.open()) {
            Node node = vivarium.create(site.spec()).await();
            vivarium.stop(node.id()).await();
            CloneNode.Wish wish = new CloneNode.Wish(node.id(), "клон", false, Optional.empty(), SnapshotKind.STOPPED);
            Node clone = vivarium.clone(wish).await();
            vivarium.delete(node.id()).await();
            StoredImage image = vivarium.images().list().get(0);
            assertThat(image.users()).extracting(Leases.Holder::text).containsExactly("node клон");
            refused(vivarium, image);
            vivarium.delete(clone.id()).await();
            assertThat(vivarium.images().remove(image.digest().brief(), work)).isNotNull();
        }
    }

    /** The release before this one wrote no leases; what its journal says is as good. */
    @Test
    void aNodeOfAnEarlierReleaseHasItsImage() throws IOException {
        try (Vivarium vivarium = site.open()) {
            Node node = vivarium.create(site.spec()).await();
            StoredImage image = vivarium.images().list().get(0);
            vivarium.installation().images().shelf().leases().release(node.id().toString());
            refused(vivarium, image);
            assertThat(vivarium.images().list().get(0).users()).hasSize(1);
        }
    }

    @Test
    void whatWasUndoneNeedsNothing() {
        NodeSpecBuilder wish = NodeSpec.builder("муза")
                .image(site.spec().image().toString())
                .bundle(directory.resolve("AGI-core"))
                .onFailure(NodeSpec.OnFailure.DELETE);
        site.server().misbehave(Misbehaviour.INIT_FAILED);
        try (Vivarium vivarium = site.open()) {
            assertThatThrownBy(() -> vivarium.create(wish.build()).await()).isInstanceOf(VivariumException.class);
            assertThat(vivarium.images().list()).hasSize(1).allMatch(StoredImage::isSpare);
        }
    }

    @Test
    void theCacheKeepsItsLimitByItself() throws IOException {
        Path other = Files.write(directory.resolve("other.raw"), partitioned(2 << 20));
        VivariumConfig c = site.config();
        VivariumConfig narrow = new VivariumConfig(
                c.installation(), c.home(), c.cache(), Size.MiB(1), c.masterKey(), c.hypervisors(), c.defaults());
        try (Vivarium vivarium = Vivarium.open(narrow)) {
            StoredImage first = vivarium.images().pull(new ImageReference.LocalFile(other), work);
            assertThat(first.file()).as("what was just wanted stays").exists();
            vivarium.create(site.spec()).await();
            assertThat(vivarium.images().list()).hasSize(1).noneMatch(StoredImage::isSpare);
            assertThat(first.file()).doesNotExist();
        }
    }

    private void refused(Vivarium vivarium, StoredImage image) {
        assertThatThrownBy(() -> vivarium.images().remove(image.digest().hex(), work))
                .isInstanceOfSatisfying(
                        VivariumException.class, e -> assertThat(e.code()).isEqualTo("image.used"));
        assertThat(image.file()).exists();
    }

    private static byte[] partitioned(int size) {
        byte[] disk = new byte[size];
        disk[450] = (byte) 0x83;
        disk[510] = 0x55;
        disk[511] = (byte) 0xaa;
        return disk;
    }
}
