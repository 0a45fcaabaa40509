package dev.vivarium.testkit.guest;

import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.forward.TcpForwardingFilter;
import org.apache.sshd.server.forward.TcpipServerChannel;

/** Leads tunnels to ports of the guest to the ports of this computer on which they are played. */
final class Tunnels implements ChannelFactory {
    private final String address;
    private final IntFunction<Optional<Integer>> played;

    /**
     * @param address where they are played
     * @param played the port here for a port of the guest; empty if nothing listens there
     */
    Tunnels(String address, IntFunction<Optional<Integer>> played) {
        this.address = address;
        this.played = played;
    }

    @Override
    public String getName() {
        return TcpForwardingFilter.Type.Direct.getName();
    }

    @Override
    public Channel createChannel(Session session) {
        return new Tunnel();
    }

    private final class Tunnel extends TcpipServerChannel {
        Tunnel() {
            super(TcpForwardingFilter.Type.Direct, null);
        }

        @Override
        protected OpenFuture doInit(Buffer asked) {
            String host = asked.getString();
            int guestPort = asked.getInt();
            Optional<Integer> port = played.apply(guestPort);
            if (port.isEmpty()) {
                OpenFuture refused = new DefaultOpenFuture(this, this);
                refused.setException(new SshChannelOpenException(
                        getChannelId(), SshConstants.SSH_OPEN_CONNECT_FAILED, "nothing listens on " + host));
                return refused;
            }
            Buffer real = new ByteArrayBuffer();
            real.putString(address);
            real.putUInt(port.get());
            real.putString(asked.getString());
            real.putUInt(asked.getUInt());
            return super.doInit(real);
        }
    }
}
