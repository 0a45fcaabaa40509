package dev.vivarium.testkit.guest;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.cloudinit.guest.GuestFiles;
import dev.vivarium.cloudinit.guest.GuestPlan;
import dev.vivarium.cloudinit.seed.HostKeyPair;
import dev.vivarium.cloudinit.seed.LoginUser;
import dev.vivarium.cloudinit.seed.MetaData;
import dev.vivarium.cloudinit.seed.NetworkConfig;
import dev.vivarium.cloudinit.seed.NoCloudIso;
import dev.vivarium.cloudinit.seed.Seed;
import dev.vivarium.cloudinit.seed.UserData;
import dev.vivarium.core.guest.GuestAccess;
import dev.vivarium.core.guest.GuestLogin;
import dev.vivarium.core.guest.GuestSession;
import dev.vivarium.core.keys.KeyRing;
import dev.vivarium.core.keys.MasterKey;
import dev.vivarium.core.keys.SshKeyPair;
import dev.vivarium.core.model.DiskSource;
import dev.vivarium.core.model.HostKey;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.NetworkMode;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.testkit.faults.RecordingWork;
import dev.vivarium.testkit.faults.VirtualClock;
import dev.vivarium.testkit.simulated.SimulatedHypervisor;
import dev.vivarium.testkit.simulated.SimulatedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A node on a simulated server, made as the engine makes one. */
final class Node implements AutoCloseable {
    static final String USER = "vivarium";
    private static final InstallationId OURS = new InstallationId("ours");

    final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-01T00:00:00Z"));
    final SimulatedServer server = new SimulatedServer(clock, true);
    final SimulatedHypervisor hypervisor = server.connect("lab", OURS);
    final NodeId id = NodeId.random();
    final SshKeyPair hostKey;
    private final KeyRing keys;
    private final GuestAccess access = new GuestAccess();
    private final Path folder;

    Node(Path folder) {
        this.folder = folder;
        keys = new KeyRing(MasterKey.openOrCreate(folder.resolve("master.key")));
        hostKey = keys.hostKey(id, 1);
    }

    Seed seed(String name) {
        GuestPlan plan = new GuestPlan(id.toString(), name, OURS.value(), Optional.empty());
        UserData user = new UserData(
                new LoginUser(USER, List.of(keys.loginKey(1).publicLine())),
                new HostKeyPair(hostKey.privatePem(), hostKey.publicLine()),
                GuestFiles.of(plan),
                GuestFiles.commands());
        return Seed.first(new MetaData(keys.instanceId(id), "muse"), user, new NetworkConfig(keys.mac(id)));
    }

    Medium medium(Seed seed) throws IOException {
        Path iso = folder.resolve("seed-" + NodeId.random().brief() + ".iso");
        NoCloudIso.write(seed, iso);
        return new Medium(Medium.SEED_SLOT, NoCloudIso.LABEL, iso);
    }

    Machine create(Seed seed) throws IOException {
        Path image = Files.writeString(folder.resolve("image.raw"), "");
        MachineSpec spec = new MachineSpec(
                id,
                OURS,
                "муза",
                new DiskSource.ImageFile(image, Digest.ofFile(image)),
                1,
                64,
                16,
                2,
                List.of(medium(seed)),
                NetworkMode.NAT,
                keys.mac(id),
                List.of(22, 8080),
                List.of());
        return hypervisor.create(spec, new RecordingWork());
    }

    Machine up() throws IOException {
        return hypervisor.start(create(seed("муза")), new RecordingWork());
    }

    GuestState state(Machine machine) {
        return server.guest(machine);
    }

    GuestSession open(Machine machine) {
        HostKey pinned = new HostKey.Derived(1, hostKey.publicLine());
        return access.open(machine.reach(22).orElseThrow(), new GuestLogin(pinned, USER, keys.loginKey(1)));
    }

    @Override
    public void close() {
        access.close();
        server.close();
    }
}
