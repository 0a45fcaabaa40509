package dev.vivarium.cloudinit.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.cloudinit.Secret;
import dev.vivarium.cloudinit.bundle.BundleDirectory;
import dev.vivarium.cloudinit.bundle.PackedBundle;
import dev.vivarium.cloudinit.bundle.PackedLayer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A bundle with two layers, two services, state and an init hook, and the guest for it. */
final class SampleNode {
    static final String NAME = "Муза «\"$HOME\" `id` \\»";
    static final String SECRET = "s3cr3t \"$(id)\" \\ ключ";
    private static final String MANIFEST = """
            layers:
              - {name: models, paths: [models]}
              - {name: code}
            services: [{unit: boot/llm.service}, {unit: boot/agent.service}]
            state: [memory, data/журнал]
            preserve: []
            secrets: [MUSE_TOKEN]
            hooks: {init: boot/начало.sh}
            """;
    private static final String INIT = """
            #!/bin/sh
            printf '%s|%s|%s|' "$VIVARIUM_NODE_NAME" "$VIVARIUM_NODE_ID" "$MUSE_TOKEN" >>"$VIVARIUM_STATE_DIR/init"
            printf '%s|%s|' "$(pwd -P)" "$(cd "$VIVARIUM_RELEASE_DIR" && pwd -P)" >>"$VIVARIUM_STATE_DIR/init"
            """;

    final BundleDirectory directory;
    private final Path cache;

    SampleNode(Path work) {
        cache = work.resolve("cache");
        directory = new BundleDirectory(work.resolve("AGI-core"))
                .manifest(MANIFEST)
                .file("models/веса.bin", "вес ".repeat(40_000))
                .program("boot/начало.sh", INIT)
                .file("memory/first.jsonl", "{\"я\":1}\n");
        service("llm", "works");
        service("agent", "works");
    }

    void service(String name, String behaviour) {
        directory.file("boot/" + name + ".service", "[Service]\nExecStart=" + behaviour + "\n");
    }

    PackedBundle pack() {
        return directory.pack(cache, 100_000);
    }

    static String secrets(String name, String value) {
        return GuestFiles.secrets(Map.of(name, Secret.of(value))).reveal();
    }

    static GuestPlan plan(PackedBundle packed) {
        return new GuestPlan("6f1c", NAME, "inst", Optional.of(GuestPlan.Bundle.of(packed)));
    }

    /** Packs, seeds the guest and puts the media into its drives. */
    PackedBundle into(GuestRig guest) throws IOException {
        PackedBundle packed = pack();
        guest.seed(plan(packed));
        guest.write("etc/vivarium/secrets.env", secrets("MUSE_TOKEN", SECRET));
        insert(guest, packed);
        return packed;
    }

    /** Packs, puts the media into the drives and stages the plan, as the host does for an update. */
    PackedBundle stage(GuestRig guest) throws IOException {
        PackedBundle packed = pack();
        insert(guest, packed);
        stage(guest, packed);
        return packed;
    }

    void stage(GuestRig guest, PackedBundle packed) throws IOException {
        GuestRig.Said said = tryToStage(guest, packed);
        assertThat(said.code()).as(said.out()).isZero();
    }

    GuestRig.Said tryToStage(GuestRig guest, PackedBundle packed) throws IOException {
        String plan = GuestFiles.plan(plan(packed));
        return guest.command(
                plan, "stage", Digest.of(plan.getBytes(StandardCharsets.UTF_8)).hex());
    }

    void insert(GuestRig guest, PackedBundle packed) throws IOException {
        guest.ejectAll();
        int drive = 1;
        for (PackedLayer layer : packed.layers()) {
            guest.insert(drive++, layer.file());
        }
    }
}
