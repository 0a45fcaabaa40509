package dev.vivarium.proxmox.fake;

import dev.vivarium.proxmox.fake.access.Doorkeeper;
import dev.vivarium.proxmox.fake.access.Rights;
import dev.vivarium.proxmox.fake.cluster.Cluster;
import dev.vivarium.proxmox.fake.cluster.Node;
import dev.vivarium.proxmox.fake.http.Listener;
import dev.vivarium.proxmox.fake.task.Tasks;
import dev.vivarium.proxmox.fake.vm.PlayedGuests;
import dev.vivarium.proxmox.fake.vm.Power;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.net.ServerSocketFactory;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * A cluster of Proxmox VE that is none: it keeps state, checks every request against the real schema, and answers as a real
 * 9.2 was seen to. {@link #start} gives one node {@code pve} with a storage {@code local} and a token {@code root@pam!rig}
 * that may do all; more is added through {@link #cluster} and {@link #doorkeeper}.
 */
public final class FakePve implements AutoCloseable {
    private static final long DISK = 250L << 30;
    private static final String[] ALL_CONTENTS = {"images", "rootdir", "iso", "import", "vztmpl", "snippets", "backup"};

    private final String secret = UUID.randomUUID().toString();
    private final Path spool;
    private final Tasks tasks;
    private final Cluster cluster;
    private final Doorkeeper doorkeeper;
    private final PlayedGuests guests;
    private final Power power;
    private final HttpFaults faults = new HttpFaults();
    private final X509Certificate certificate;
    private final ServerSocketFactory sockets;
    private final Listener.Exchange exchange;
    private final Listener listener;
    private final List<Listener> others = new CopyOnWriteArrayList<>();

    private FakePve(Clock clock, int port, String version) throws IOException {
        spool = Files.createTempDirectory("fake-pve");
        tasks = new Tasks(clock);
        cluster = new Cluster(clock, tasks, spool);
        doorkeeper = new Doorkeeper(clock);
        guests = new PlayedGuests(cluster);
        power = new Power(cluster, guests);
        Api api = new Api(cluster, doorkeeper, guests, power, version);
        HeldCertificate held = new HeldCertificate.Builder()
                .commonName("pve.example")
                .addSubjectAlternativeName("127.0.0.1")
                .addSubjectAlternativeName("localhost")
                .build();
        certificate = held.certificate();
        HandshakeCertificates tls =
                new HandshakeCertificates.Builder().heldCertificate(held).build();
        sockets = tls.sslContext().getServerSocketFactory();
        exchange = request -> faults.around(request, api::answer);
        listener = new Listener(sockets, port, spool, exchange);
    }

    /** Starts one with the time of this computer, on a port that is free. */
    public static FakePve start() {
        return start(Clock.systemUTC(), 0, "9.2.11");
    }

    /** Starts one whose tasks and tickets live by this clock, and that says it is this version. */
    public static FakePve start(Clock clock, int port, String version) {
        try {
            FakePve fake = new FakePve(clock, port, version);
            fake.cluster.add(new Node("pve", 16, 64L << 30, List.of("vmbr0", "vmbr1"), List.of()));
            fake.cluster.addStorage("local", "dir", false, DISK, ALL_CONTENTS);
            fake.doorkeeper.token("root@pam!rig", fake.secret, Rights.all());
            return fake;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens, with the API's own path. */
    public URI uri() {
        return URI.create("https://127.0.0.1:" + listener.port() + "/api2/json");
    }

    public int port() {
        return listener.port();
    }

    /** The secret of {@code root@pam!rig}. */
    public String secret() {
        return secret;
    }

    /** Its certificate; signed by nobody but itself. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** The SHA-256 of its certificate, as PVE shows it. */
    public String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            StringBuilder text = new StringBuilder();
            for (byte b : digest) {
                text.append(text.length() == 0 ? "" : ":").append(String.format("%02X", b));
            }
            return text.toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What it keeps; hold its monitor while looking at more than one thing. */
    public Cluster cluster() {
        return cluster;
    }

    /** Its tasks, and how long they take. */
    public Tasks tasks() {
        return tasks;
    }

    /** Tokens, users and tickets. */
    public Doorkeeper doorkeeper() {
        return doorkeeper;
    }

    /** The guests in its machines. */
    public PlayedGuests guests() {
        return guests;
    }

    /** Switches machines past the API, and makes guests deaf. */
    public Power power() {
        return power;
    }

    /** What goes wrong between a client and it. */
    public HttpFaults faults() {
        return faults;
    }

    /** Another address of the same cluster, as each of its nodes has one; closed, that node is down. */
    public Listener another() {
        try {
            Listener other = new Listener(sockets, 0, spool, exchange);
            others.add(other);
            return other;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many requests came so far, by its first address. */
    public int requests() {
        return listener.requests();
    }

    @Override
    public void close() {
        listener.close();
        others.forEach(Listener::close);
        tasks.close();
        guests.close();
        try (Stream<Path> files = Files.walk(spool)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
