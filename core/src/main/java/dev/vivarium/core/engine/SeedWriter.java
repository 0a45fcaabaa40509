package dev.vivarium.core.engine;

import dev.vivarium.cloudinit.Delivery;
import dev.vivarium.cloudinit.guest.GuestFiles;
import dev.vivarium.cloudinit.guest.GuestPlan;
import dev.vivarium.cloudinit.seed.HostKeyPair;
import dev.vivarium.cloudinit.seed.LoginUser;
import dev.vivarium.cloudinit.seed.MetaData;
import dev.vivarium.cloudinit.seed.NetworkConfig;
import dev.vivarium.cloudinit.seed.NoCloudIso;
import dev.vivarium.cloudinit.seed.Seed;
import dev.vivarium.cloudinit.seed.UserData;
import dev.vivarium.core.journal.DiskSpace;
import dev.vivarium.core.journal.DurableFiles;
import dev.vivarium.core.keys.SshKeyPair;
import dev.vivarium.core.model.HostKey;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeBundle;
import dev.vivarium.core.model.NodeIdentity;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Writes a node's seed: the one mapper between the engine's words and cloud-init's. */
final class SeedWriter {
    private final Installation installation;

    SeedWriter(Installation installation) {
        this.installation = installation;
    }

    /** The seed of the first boot, with the node's secrets. */
    void write(Node node) {
        write(seed(node, GuestFiles.commands()), installation.files(node.id()).seed());
    }

    /** The seed of a clone's first boot. */
    void writeOfClone(Node node) {
        write(
                seed(node, GuestFiles.commandsOfClone()),
                installation.files(node.id()).seed());
    }

    /** The seed that stays. */
    void writeScrubbed(Node node) {
        write(seed(node, List.of()).scrubbed(), installation.files(node.id()).scrubbedSeed());
    }

    /** Removes the seed with the secrets. */
    void removeSecret(Node node) {
        DurableFiles.delete(installation.files(node.id()).seed());
    }

    private Seed seed(Node node, List<List<String>> commands) {
        NodeIdentity identity = node.identity();
        SshKeyPair host = installation.keys().hostKey(node.id(), version(identity.hostKey()));
        SshKeyPair login = installation.keys().loginKey(identity.loginKeyVersion());
        return Seed.first(
                new MetaData(identity.instanceId(), identity.hostname()),
                new UserData(
                        new LoginUser(identity.user(), List.of(login.publicLine())),
                        new HostKeyPair(host.privatePem(), host.publicLine()),
                        GuestFiles.of(plan(node)),
                        commands),
                new NetworkConfig(identity.mac()));
    }

    /** What the guest is told about itself. */
    GuestPlan plan(Node node) {
        return new GuestPlan(
                node.id().toString(),
                node.spec().name(),
                installation.id().toString(),
                node.bundle().map(b -> plan(b, node.spec().delivery())));
    }

    private static GuestPlan.Bundle plan(NodeBundle bundle, Delivery delivery) {
        return new GuestPlan.Bundle(
                bundle.digest(),
                MachinePlan.manifest(bundle),
                bundle.layers().stream()
                        .map(l -> new GuestPlan.Layer(
                                l.name(), l.label(), l.digest(), l.mediumBytes(), l.unpackedBytes()))
                        .toList(),
                delivery,
                ShareCredentials.of(delivery));
    }

    private static int version(HostKey key) {
        if (key instanceof HostKey.Derived derived) {
            return derived.version();
        }
        throw new VivariumException(
                Kind.INVALID, "seed.host-key", "a host key that was given has no private part to put into a seed");
    }

    private static void write(Seed seed, Path file) {
        try {
            NoCloudIso.write(seed, file);
        } catch (IOException e) {
            throw new VivariumException(
                    Kind.CAPACITY,
                    "seed.write",
                    "cannot write the seed " + file + ", less than 1 MiB: " + e.getMessage()
                            + DiskSpace.remedy(e, file),
                    e);
        }
    }
}
