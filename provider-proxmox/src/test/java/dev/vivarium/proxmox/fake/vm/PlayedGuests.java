package dev.vivarium.proxmox.fake.vm;

import dev.vivarium.core.model.Medium;
import dev.vivarium.proxmox.fake.cluster.Cluster;
import dev.vivarium.proxmox.fake.cluster.Drive;
import dev.vivarium.proxmox.fake.cluster.Vm;
import dev.vivarium.proxmox.fake.cluster.Volume;
import dev.vivarium.testkit.guest.GuestState;
import dev.vivarium.testkit.guest.Guests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The guests in the machines: what boots from which media, on which ports of this computer it listens, and its agent. */
public final class PlayedGuests implements AutoCloseable {
    private static final int LABEL_AT = 16 * 2048 + 40;
    private static final int LABEL_LENGTH = 32;

    private final Cluster cluster;
    private final Guests guests = new Guests();
    private final Map<Integer, Map<Integer, Integer>> ports = new ConcurrentHashMap<>();
    private volatile Set<Integer> published = Set.of();
    private volatile Set<Integer> addressed = Set.of();
    private final Set<Integer> agents = ConcurrentHashMap.newKeySet();
    private final Set<Integer> frozen = ConcurrentHashMap.newKeySet();

    public PlayedGuests(Cluster cluster) {
        this.cluster = cluster;
    }

    /** The commands that the guests know. */
    public Guests guests() {
        return guests;
    }

    /** From its next boot on this machine's guest listens: a port of this computer for each of the guest's. */
    public void listen(int vmid, Map<Integer, Integer> byGuestPort) {
        ports.put(vmid, Map.copyOf(byGuestPort));
    }

    /** From its next boot on every guest listens: each of these ports of its own is played on a free port of this computer. */
    public void publish(Integer... guestPorts) {
        published = Set.of(guestPorts);
    }

    /**
     * From its next boot on every guest has an address of its own in {@code 127.77.0.0/16} and listens there on these ports
     * themselves, as on a real network; its agent says so. Who may not listen on port 22 cannot play it.
     */
    public void address(Integer... guestPorts) {
        addressed = Set.of(guestPorts);
    }

    /** Where a guest is. */
    public InetAddress address(int vmid) {
        try {
            return addressed.isEmpty()
                    ? InetAddress.getLoopbackAddress()
                    : InetAddress.getByAddress(new byte[] {127, 77, (byte) (vmid >> 8), (byte) vmid});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** On which port of this computer a guest's port is played. */
    public Optional<Integer> port(int vmid, int guestPort) {
        return Optional.ofNullable(ports.getOrDefault(vmid, Map.of()).get(guestPort));
    }

    /** What the machine's guest holds, whether it runs or not. */
    public GuestState guest(int vmid) {
        return cluster.find(vmid).orElseThrow().guest();
    }

    /** From now on this machine's guest has an agent that answers while it runs, if the configuration wants one. */
    public void agent(int vmid) {
        agents.add(vmid);
    }

    /** Whether the agent answers now. */
    public boolean hasAgent(Vm vm) {
        return vm.running && vm.hasAgent() && (!addressed.isEmpty() || agents.contains(vm.id()));
    }

    /** Whether its file systems are held still. */
    public boolean isFrozen(int vmid) {
        return frozen.contains(vmid);
    }

    void freeze(Vm vm, boolean still) {
        if (still) {
            frozen.add(vm.id());
        } else {
            frozen.remove(vm.id());
        }
    }

    void boot(Vm vm) {
        if (!published.isEmpty()) {
            ports.computeIfAbsent(vm.id(), id -> freePorts());
        }
        if (!addressed.isEmpty()) {
            ports.put(vm.id(), addressed.stream().collect(Collectors.toMap(port -> port, port -> port)));
        }
        vm.guest().boot();
        List<Medium> media = media(vm);
        vm.guest().drives(media.stream().map(Medium::label).toList());
        if (ports.containsKey(vm.id())) {
            guests.boot(String.valueOf(vm.id()), vm.guest(), media, address(vm.id()), ports.get(vm.id()));
        }
    }

    void resume(Vm vm) {
        if (ports.containsKey(vm.id())) {
            guests.resume(String.valueOf(vm.id()), vm.guest(), address(vm.id()), ports.get(vm.id()));
        }
    }

    void stop(Vm vm) {
        frozen.remove(vm.id());
        guests.stop(String.valueOf(vm.id()));
        vm.guest().powerOff();
    }

    /** What is in its drives has changed while it runs. */
    void changed(Vm vm) {
        if (vm.running) {
            vm.guest().drives(media(vm).stream().map(Medium::label).toList());
        }
    }

    /** The media in a machine's drives: the seed first, the others in the order of the drives. */
    public List<Medium> media(Vm vm) {
        List<Medium> media = new ArrayList<>();
        Map<String, String> config;
        synchronized (cluster) {
            config = new TreeMap<>(vm.config);
        }
        int next = 1;
        for (String key : config.keySet()) {
            Drive drive = Drive.parse(Drive.isKey(key) ? config.get(key) : "");
            Optional<Path> file = drive.isCdrom() && drive.isVolume()
                    ? cluster.volume(vm.node(), drive.file()).flatMap(Volume::file)
                    : Optional.empty();
            if (file.isPresent()) {
                String label = label(file.get());
                media.add(new Medium(label.equals("CIDATA") ? Medium.SEED_SLOT : next++, label, file.get()));
            }
        }
        return media;
    }

    private Map<Integer, Integer> freePorts() {
        Map<Integer, Integer> free = new TreeMap<>();
        for (int guestPort : published) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                free.put(guestPort, socket.getLocalPort());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Map.copyOf(free);
    }

    private static String label(Path iso) {
        try (FileChannel channel = FileChannel.open(iso)) {
            ByteBuffer label = ByteBuffer.allocate(LABEL_LENGTH);
            channel.read(label, LABEL_AT);
            return new String(label.array(), 0, label.position(), StandardCharsets.US_ASCII)
                    .strip()
                    .toUpperCase(java.util.Locale.ROOT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        guests.close();
    }
}
