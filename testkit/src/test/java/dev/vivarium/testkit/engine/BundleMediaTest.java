package dev.vivarium.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vivarium.cloudinit.bundle.CachedMedium;
import dev.vivarium.core.Vivarium;
import dev.vivarium.core.engine.BundleMedia.Entry;
import dev.vivarium.core.engine.BundleMedia.Limits;
import dev.vivarium.core.journal.Leases;
import dev.vivarium.core.model.Finding;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSpec;
import dev.vivarium.core.model.NodeState;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.testkit.faults.Fault;
import dev.vivarium.testkit.guest.Misbehaviour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Packed bundles in the cache: leased while they are in a node's drives, packed anew where they are gone, pruned after. */
class BundleMediaTest extends AtSite {
    private static List<CachedMedium> pruneAll(Vivarium vivarium) {
        return vivarium.installation().media().prune(Limits.NONE);
    }

    private static Entry only(Vivarium vivarium) {
        List<Entry> entries = vivarium.installation().media().list();
        assertThat(entries).hasSize(1);
        return entries.get(0);
    }

    @Test
    void mediaAreLeasedUntilTheyLeaveTheDrivesAndPrunedAfter() {
        try (Vivarium vivarium = site.open()) {
            vivarium.create(site.spec()).await();
            assertThat(only(vivarium).holders()).isEmpty();
            vivarium.create(site.spec("вторая", Duration.ofSeconds(60))).await();
            CachedMedium medium = only(vivarium).medium();
            assertThat(vivarium.installation().media().prune(new Limits(Duration.ofDays(1), medium.bytes())))
                    .isEmpty();
            assertThat(pruneAll(vivarium)).containsExactly(medium);
            assertThat(medium.file()).doesNotExist();
        }
    }

    @Test
    void aFailedNodeKeepsItsMediaUntilItIsRemoved() {
        site.server().misbehave(Misbehaviour.BUNDLE_DAMAGED);
        try (Vivarium vivarium = site.open()) {
            NodeSpec spec = site.spec();
            assertThat(catchThrowable(() -> vivarium.create(spec).await())).isInstanceOf(VivariumException.class);
            assertThat(vivarium.node(spec.id()).orElseThrow().state()).isEqualTo(NodeState.FAILED);
            assertThat(only(vivarium).holders()).extracting(Leases.Holder::text).containsExactly("node муза");
            assertThat(pruneAll(vivarium)).isEmpty();
            vivarium.delete(spec.id()).await();
            assertThat(pruneAll(vivarium)).hasSize(1);
        }
    }

    @Test
    void anInterruptedCreateFindsItsMediaOrPacksThemAnew() throws IOException {
        interrupted();
        removeMedia();
        try (Vivarium vivarium = site.open()) {
            Node node = vivarium.create(site.spec()).await();
            assertThat(node.state()).isEqualTo(NodeState.READY);
        }
    }

    @Test
    void mediaThatAreGoneWithTheirDirectoryAreSaidToBe() throws IOException {
        interrupted();
        removeMedia();
        Files.writeString(directory.resolve("AGI-core/models/вес.bin"), "other weights");
        try (Vivarium vivarium = site.open()) {
            VivariumException e = catchThrowableOfType(
                    VivariumException.class, () -> vivarium.create(site.spec()).await());
            assertThat(e.kind()).isEqualTo(Kind.CONFLICT);
            assertThat(e.code()).isEqualTo("bundle.gone");
            assertThat(e.message()).contains("has changed since");
        }
    }

    @Test
    void whatTheProcessorsLackIsFoundBeforehand() throws IOException {
        Path manifest = directory.resolve("AGI-core/bundle.yaml");
        String text = Files.readString(manifest);
        try (Vivarium vivarium = site.open()) {
            Files.writeString(manifest, text + "requires: {cpuFeatures: [avx2, sse4_2]}\n");
            assertThat(vivarium.preflight(site.spec())).isEmpty();
            Files.writeString(manifest, text + "requires: {cpuFeatures: [avx512f, sse4_2, amx_tile]}\n");
            Optional<Finding> finding = vivarium.preflight(site.spec()).stream()
                    .filter(f -> f.code().equals("bundle.cpu"))
                    .findFirst();
            assertThat(finding).hasValueSatisfying(f -> {
                assertThat(f.isError()).isTrue();
                assertThat(f.message()).contains("needs a processor with avx512f, amx_tile, and guests of 'local'");
            });
        }
    }

    /** A create that was cut off after its media were packed. */
    private void interrupted() {
        site.server().faults().at("create.after-define", Fault.crash());
        try (Vivarium vivarium = site.open()) {
            assertThat(catchThrowable(() -> vivarium.create(site.spec()).await()))
                    .isNotNull();
            assertThat(vivarium.node(Site.NODE).flatMap(Node::bundle)).isPresent();
        }
    }

    private void removeMedia() throws IOException {
        try (var files = Files.newDirectoryStream(site.config().cache().resolve("bundles"), "*.iso")) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }
}
