package dev.vivarium.core.guest;

import dev.vivarium.core.keys.SshKeyPair;
import dev.vivarium.core.model.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;

/** A guest's sshd in this process: real SSH on a port of this computer, commands played by the test. */
final class GuestSshd implements AutoCloseable {

    /** What a command does; returns its exit status. */
    interface Script {
        int run(InputStream in, OutputStream out, OutputStream err) throws IOException, InterruptedException;
    }

    private final SshServer server = SshServer.setUpDefaultServer();
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final Set<Session> connections = ConcurrentHashMap.newKeySet();
    final List<String> logins = new CopyOnWriteArrayList<>();

    GuestSshd(List<KeyPair> hostKeys, SshKeyPair login) throws IOException {
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKeys));
        server.setPublickeyAuthenticator((user, key, session) -> {
            logins.add(user);
            connections.add(session);
            return user.equals("vivarium")
                    && KeyUtils.compareKeys(key, login.keyPair().getPublic());
        });
        server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
        server.setCommandFactory((channel, line) -> new Played(line));
        server.start();
    }

    GuestSshd on(String command, Script script) {
        scripts.put(command, script);
        return this;
    }

    GuestSshd says(String command, String output) {
        return on(command, (in, out, err) -> {
            out.write(output.getBytes(StandardCharsets.UTF_8));
            return 0;
        });
    }

    Endpoint endpoint() {
        return new Endpoint("127.0.0.1", server.getPort());
    }

    void changeHostKey(KeyPair key) {
        server.setKeyPairProvider(KeyPairProvider.wrap(key));
    }

    /** How many were logged in by now. */
    int connections() {
        return connections.size();
    }

    void dropConnections() {
        server.getActiveSessions().forEach(s -> s.close(true));
    }

    @Override
    public void close() throws IOException {
        server.close(true);
    }

    private final class Played implements Command {
        private final String line;
        private InputStream in = InputStream.nullInputStream();
        private OutputStream out = OutputStream.nullOutputStream();
        private OutputStream err = OutputStream.nullOutputStream();
        private ExitCallback exit = (code, text, closed) -> {};
        private Thread thread = new Thread();

        Played(String line) {
            this.line = line;
        }

        @Override
        public void start(ChannelSession channel, Environment environment) {
            thread = new Thread(this::play, "guest: " + line);
            thread.setDaemon(true);
            thread.start();
        }

        private void play() {
            try {
                Script script = scripts.getOrDefault(line, (i, o, e) -> {
                    e.write("no such command\n".getBytes(StandardCharsets.UTF_8));
                    return 127;
                });
                int code = script.run(in, out, err);
                out.flush();
                err.flush();
                exit.onExit(code);
            } catch (IOException | InterruptedException e) {
                exit.onExit(255);
            }
        }

        @Override
        public void destroy(ChannelSession channel) {
            thread.interrupt();
        }

        @Override
        public void setInputStream(InputStream value) {
            in = value;
        }

        @Override
        public void setOutputStream(OutputStream value) {
            out = value;
        }

        @Override
        public void setErrorStream(OutputStream value) {
            err = value;
        }

        @Override
        public void setExitCallback(ExitCallback value) {
            exit = value;
        }
    }
}
