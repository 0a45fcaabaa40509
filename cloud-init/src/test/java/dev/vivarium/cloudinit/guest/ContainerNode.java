package dev.vivarium.cloudinit.guest;

import dev.vivarium.cloudinit.bundle.BundleDirectory;
import dev.vivarium.cloudinit.bundle.PackedBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A bundle with one compose file and two saved images, and the guest for it, whose docker is played. */
final class ContainerNode {
    static final String UNIT = "vivarium-compose-home.service";
    static final String MANIFEST = """
            services: [{compose: docker/мой compose.yaml, images: [docker/web.tar, docker/db.tar.zst], project: home}]
            state: []
            secrets: [MUSE_TOKEN]
            """;
    static final String COMPOSE = """
            services:
              db:
                image: store/db:2
              web:
                environment:
                  TOKEN: $MUSE_TOKEN
                image: 'app/web:1.0'
            version: '3.7'
            """;

    final BundleDirectory directory;
    final GuestRig guest;
    private final Path work;

    ContainerNode(Path work, GuestRig guest) throws IOException {
        this.work = work;
        this.guest = guest;
        directory = new BundleDirectory(work.resolve("AGI-core"))
                .manifest(MANIFEST)
                .file("docker/мой compose.yaml", COMPOSE);
        image("web.tar", "aa", "app/web:1.0");
        image("db.tar.zst", "bb", "store/db:2");
        guest.play(List.of("docker", "docker-compose", "systemd-notify"));
        docker("up", "running|home_db_1|Up 2 seconds\nrunning|home_web_1|Up 1 second (health: starting)\n");
    }

    /** A saved image in the bundle. */
    void image(String file, String id, String tag) {
        SavedImage.write(directory.root().resolve("docker/" + file), id, tag);
    }

    /** Writes a file of the played docker. */
    void docker(String name, String text) throws IOException {
        Path file = guest.rig().resolve("dockerd/" + name);
        Files.createDirectories(guest.rig().resolve("dockerd"));
        Files.writeString(file, text);
    }

    String docker(String name) throws IOException {
        return Files.readString(guest.rig().resolve("dockerd/" + name));
    }

    PackedBundle into() throws IOException {
        PackedBundle packed = directory.pack(work.resolve("cache"), 100_000);
        guest.seed(new GuestPlan("6f1c", SampleNode.NAME, "inst", Optional.of(GuestPlan.Bundle.of(packed))));
        guest.write("etc/vivarium/secrets.env", SampleNode.secrets("MUSE_TOKEN", "ключ-7781"));
        guest.ejectAll();
        guest.insert(1, packed.layers().get(0).file());
        return packed;
    }
}
