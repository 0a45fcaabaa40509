package dev.vivarium.core.guest;

import dev.vivarium.core.model.Endpoint;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.future.AuthFuture;
import org.apache.sshd.client.future.ConnectFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.future.WaitableFuture;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;

/** Makes authenticated SSH connections; the only place that sets up the SSH library. */
final class SshConnector implements AutoCloseable {
    /** A guest that is up says its version at once; before that a forwarded port may accept and then stay silent. */
    static final Duration FIRST_WORD = Duration.ofSeconds(8);

    /** Key exchange and login: seconds on emulated, busy processors. */
    private static final Duration LOGIN = Duration.ofSeconds(60);

    /** How often, at the least, an idle connection proves that the other side is still there. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(20);

    private static final Duration SLICE = Duration.ofMillis(200);
    private static final AttributeKey<Pin> PIN = new AttributeKey<>();
    private final SshClient client;
    private final KeptSessions kept;
    private final Duration firstWord;

    /** @param firstWord how long to wait for the other side to say anything */
    SshConnector(Duration firstWord) {
        this.firstWord = firstWord;
        client = SshClient.setUpDefaultClient();
        // nothing of the user's own: no ~/.ssh/config, no keys, no agent, no passwords
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        client.setServerKeyVerifier((session, address, key) -> accepts(session, key));
        client.addSessionListener(new AskForThePinnedKind());
        PromptLogin.setUp(client);
        cheapFirst(client);
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, HEARTBEAT);
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, 3);
        // callers have inactivity limits of their own
        CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(client, Duration.ZERO);
        client.start();
        kept = new KeptSessions(client);
    }

    /** Those that wait to be used again. */
    KeptSessions kept() {
        return kept;
    }

    /**
     * Connects, checks the host key, logs in; or goes on with a connection for which that was done.
     *
     * @param checkCancelled throws to stop waiting
     */
    ClientSession connect(Endpoint ssh, GuestLogin login, Runnable checkCancelled) {
        return kept.take(ssh, login).orElseGet(() -> connectAnew(ssh, login, checkCancelled));
    }

    private ClientSession connectAnew(Endpoint ssh, GuestLogin login, Runnable checkCancelled) {
        Pin pin = new Pin(parse(login.hostKey().publicKey()), new AtomicReference<>());
        AttributeRepository context = AttributeRepository.ofKeyValuePair(PIN, pin);
        ClientSession session = null;
        boolean done = false;
        try {
            session = reach(ssh, login, context, checkCancelled);
            logIn(session, ssh, login, checkCancelled);
            done = true;
            return session;
        } catch (IOException | IllegalStateException e) {
            throw pin.explained(ssh, GuestErrors.unreachable(ssh, e)); // refused, it may close before we log in
        } catch (VivariumException e) {
            throw pin.explained(ssh, e);
        } finally {
            if (session != null && !done) {
                session.close(true);
            }
        }
    }

    private ClientSession reach(Endpoint ssh, GuestLogin login, AttributeRepository context, Runnable checkCancelled)
            throws IOException {
        SocketAddress address = new InetSocketAddress(ssh.host(), ssh.port());
        ConnectFuture connecting = client.connect(login.user(), address, context, null);
        try {
            await(connecting, firstWord, checkCancelled);
        } finally {
            if (!connecting.isDone()) {
                connecting.cancel();
            }
        }
        return connecting.verify(Duration.ofMillis(1)).getSession();
    }

    private void logIn(ClientSession session, Endpoint ssh, GuestLogin login, Runnable checkCancelled)
            throws IOException {
        PromptLogin.use(session, login.key().keyPair());
        AuthFuture auth = session.auth();
        await(auth, firstWord, checkCancelled);
        if (!auth.isDone() && session.getServerVersion() != null) {
            await(auth, LOGIN, checkCancelled);
        }
        if (auth.isFailure() && outOfMethods(auth.getException())) {
            throw GuestErrors.loginRefused(ssh, login.user());
        }
        auth.verify(Duration.ofMillis(1));
    }

    private static void await(WaitableFuture future, Duration limit, Runnable checkCancelled) throws IOException {
        for (Duration left = limit; !left.isNegative() && !future.await(SLICE); left = left.minus(SLICE)) {
            checkCancelled.run();
        }
    }

    private static boolean outOfMethods(@Nullable Throwable e) {
        return e instanceof SshException ssh
                && ssh.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE;
    }

    private static boolean accepts(ClientSession session, PublicKey seen) {
        AttributeRepository context = session.getConnectionContext();
        Pin pin = context == null ? null : context.getAttribute(PIN);
        return pin != null && pin.accepts(seen);
    }

    /** The one key that is accepted, and another that was seen in its place. */
    private record Pin(PublicKey key, AtomicReference<@Nullable PublicKey> refused) {
        boolean accepts(PublicKey seen) {
            if (KeyUtils.compareKeys(key, seen)) {
                return true;
            }
            refused.set(seen);
            return false;
        }

        /** The failure, or the reason behind it: the other side is not who it should be. */
        VivariumException explained(Endpoint ssh, VivariumException failure) {
            PublicKey other = refused.get();
            return other == null
                    ? failure
                    : GuestErrors.hostKey(ssh, KeyUtils.getFingerPrint(other), KeyUtils.getFingerPrint(key));
        }
    }

    private static PublicKey parse(String line) {
        try {
            return PublicKeyEntry.parsePublicKeyEntry(line).resolvePublicKey(null, null, null);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new IllegalArgumentException("the pinned host key is not an OpenSSH public key: " + line, e);
        }
    }

    /** On emulated processors the post-quantum exchanges cost seconds; the guest is reached over this host's own wires. */
    private static void cheapFirst(SshClient client) {
        client.setKeyExchangeFactories(NamedFactory.setUpTransformedFactories(
                true,
                List.of(
                        BuiltinDHFactories.curve25519,
                        BuiltinDHFactories.curve25519_libssh,
                        BuiltinDHFactories.ecdhp256,
                        BuiltinDHFactories.mlkem768x25519,
                        BuiltinDHFactories.sntrup761x25519,
                        BuiltinDHFactories.dhgex256),
                ClientBuilder.DH2KEX));
        client.setCipherFactories(List.of(
                BuiltinCiphers.aes128gcm,
                BuiltinCiphers.aes256gcm,
                BuiltinCiphers.cc20p1305_openssh,
                BuiltinCiphers.aes128ctr,
                BuiltinCiphers.aes256ctr));
    }

    /** A server with keys of several kinds is asked for the kind that is pinned; else it may show a right but other one. */
    private static final class AskForThePinnedKind implements SessionListener {
        @Override
        public void sessionCreated(Session session) {
            AttributeRepository context = ((ClientSession) session).getConnectionContext();
            Pin pin = context == null ? null : context.getAttribute(PIN);
            PublicKey pinned = pin == null ? null : pin.key();
            if (pinned == null) {
                return;
            }
            String type = KeyUtils.getKeyType(pinned);
            List<NamedFactory<Signature>> first = new ArrayList<>();
            List<NamedFactory<Signature>> rest = new ArrayList<>();
            for (BuiltinSignatures one : ClientBuilder.DEFAULT_SIGNATURE_PREFERENCE) {
                if (one.isSupported()) {
                    (KeyUtils.getCanonicalKeyType(one.getName()).equals(type) ? first : rest).add(one);
                }
            }
            first.addAll(rest);
            session.setSignatureFactories(first);
        }
    }

    @Override
    public void close() {
        client.close(true);
    }
}
