package dev.vivarium.testkit.guest;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSessionFactory;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.session.ServerSession;
import org.jspecify.annotations.Nullable;

/**
 * What listens while a fake guest runs: sshd with the host key and the login key that the seed brought, and the bundle's
 * services on the machine's published ports. All that it knows is in its {@link GuestState}.
 */
public final class FakeGuest implements AutoCloseable {
    private static final int SSH = 22;

    private final GuestState state;
    private final InetAddress address;
    private final Map<Integer, Integer> ports;
    private final List<HttpServer> services = new ArrayList<>();
    private final ExecutorService threads;
    private @Nullable SshServer sshd;
    private @Nullable ServerSocket mute;

    private FakeGuest(GuestState state, InetAddress address, Map<Integer, Integer> ports) {
        this.state = state;
        this.address = address;
        this.ports = Map.copyOf(ports);
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "fake guest");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts to listen, as far as the guest is able to.
     *
     * @param address of this computer, one of its loopback's
     * @param ports the ports there on which the guest's ports are played, by guest port
     * @throws IOException if a port is taken
     */
    static FakeGuest listen(GuestState state, InetAddress address, Map<Integer, Integer> ports, GuestCommands commands)
            throws IOException {
        FakeGuest guest = new FakeGuest(state, address, ports);
        try {
            guest.open(commands);
            return guest;
        } catch (IOException | RuntimeException e) {
            guest.close();
            throw e;
        }
    }

    private void open(GuestCommands commands) throws IOException {
        Integer ssh = ports.get(SSH);
        if (state.misbehaves(Misbehaviour.NEVER_UP)) {
            state.print("Kernel panic - not syncing: VFS: Unable to mount root fs");
            return;
        }
        if (ssh != null && state.misbehaves(Misbehaviour.MUTE)) {
            mute = new ServerSocket(ssh, 50, address);
            return;
        }
        String hostKey = CloudInit.hostKey(state);
        if (ssh != null && hostKey != null) {
            sshd = sshd(ssh, hostKey, commands);
        }
        if (!state.misbehaves(Misbehaviour.PORTS_CLOSED)) {
            for (Map.Entry<Integer, Integer> port : ports.entrySet()) {
                if (port.getKey() != SSH) {
                    services.add(service(port.getValue()));
                }
            }
        }
        state.print("login:");
    }

    private SshServer sshd(int port, String hostKey, GuestCommands commands) throws IOException {
        SshServer server = SshServer.setUpDefaultServer();
        server.setNioWorkers(1);
        server.setHost(address.getHostAddress());
        server.setPort(port);
        server.setKeyPairProvider(
                KeyPairProvider.wrap(state.misbehaves(Misbehaviour.WRONG_HOST_KEY) ? anotherKey() : keyPair(hostKey)));
        server.setPublickeyAuthenticator(this::mayLogIn);
        server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
        server.setChannelFactories(
                List.of(ChannelSessionFactory.INSTANCE, new Tunnels(address.getHostAddress(), this::playedOn)));
        server.setCommandFactory((channel, line) -> new PlayedCommand(commands, state, line));
        server.start();
        return server;
    }

    private Optional<Integer> playedOn(int guestPort) {
        return services.isEmpty() || guestPort == SSH ? Optional.empty() : Optional.ofNullable(ports.get(guestPort));
    }

    private boolean mayLogIn(String user, PublicKey key, ServerSession session) {
        return !state.misbehaves(Misbehaviour.REFUSES_LOGIN)
                && state.file(CloudInit.USER).equals(Optional.of(user))
                && state.file(CloudInit.AUTHORIZED)
                        .orElse("")
                        .lines()
                        .anyMatch(line -> KeyUtils.compareKeys(publicKey(line), key));
    }

    private HttpServer service(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(address, port), 0);
        server.createContext("/", new GuestServices(state));
        server.setExecutor(threads);
        // its dispatcher is a daemon if the thread that starts it is one
        Thread starter = new Thread(server::start, "fake guest");
        starter.setDaemon(true);
        starter.start();
        try {
            starter.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return server;
    }

    private static @Nullable PublicKey publicKey(String line) {
        try {
            return PublicKeyEntry.parsePublicKeyEntry(line).resolvePublicKey(null, null, null);
        } catch (IOException | GeneralSecurityException e) {
            return null;
        }
    }

    private static KeyPair keyPair(String pem) throws IOException {
        try {
            return SecurityUtils.loadKeyPairIdentities(
                            null,
                            NamedResource.ofName("the seed's host key"),
                            new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)),
                            null)
                    .iterator()
                    .next();
        } catch (GeneralSecurityException e) {
            throw new IOException("the seed's host key cannot be used", e);
        }
    }

    private static KeyPair anotherKey() throws IOException {
        try {
            return SecurityUtils.getKeyPairGenerator("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IOException("no Ed25519 keys here: Bouncy Castle is missing", e);
        }
    }

    /** Ends every connection and listens no more. */
    @Override
    public void close() {
        if (sshd != null) {
            sshd.close(true);
        }
        services.forEach(service -> service.stop(0));
        threads.shutdownNow();
        if (mute != null) {
            try {
                mute.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
