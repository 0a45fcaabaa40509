package dev.vivarium.proxmox.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/**
 * A TLS connection for one upload, to a server that is believed as the HTTP library would believe it. It ends where it stands
 * still.
 */
final class UploadConnection implements AutoCloseable {
    private final Socket raw;
    private final StallWatch watch;
    private final SSLSocket tls;

    private UploadConnection(Socket raw, SSLSocket tls, StallWatch watch) {
        this.raw = raw;
        this.tls = tls;
        this.watch = watch;
    }

    /**
     * Connects.
     *
     * @param like says which certificates and hosts are believed, and through which proxy they are reached
     * @param limit for each address, then again for TLS
     */
    static UploadConnection open(OkHttpClient like, HttpUrl url, Duration limit) throws IOException {
        Socket raw = socket(like, url, limit);
        StallWatch watch = new StallWatch(raw, limit);
        try {
            raw.setTcpNoDelay(true);
            SSLSocket tls = (SSLSocket) like.sslSocketFactory().createSocket(raw, url.host(), url.port(), true);
            tls.startHandshake();
            if (!like.hostnameVerifier().verify(url.host(), tls.getSession())) {
                throw new SSLPeerUnverifiedException("it was made for another host");
            }
            return new UploadConnection(raw, tls, watch);
        } catch (IOException e) {
            end(raw, watch);
            throw watch.stalled() ? stalled(e) : e;
        } catch (RuntimeException e) {
            end(raw, watch);
            throw e;
        }
    }

    private static Socket socket(OkHttpClient like, HttpUrl url, Duration limit) throws IOException {
        IOException failure = new UnknownHostException(url.host());
        for (Proxy proxy : like.proxySelector().select(url.uri())) {
            InetAddress[] direct =
                    proxy.type() == Proxy.Type.DIRECT ? InetAddress.getAllByName(url.host()) : new InetAddress[0];
            if (direct.length == 0) {
                return connected(proxy, InetSocketAddress.createUnresolved(url.host(), url.port()), limit);
            }
            for (InetAddress address : direct) {
                try {
                    return connected(proxy, new InetSocketAddress(address, url.port()), limit);
                } catch (IOException e) {
                    failure = e;
                }
            }
        }
        throw failure;
    }

    private static Socket connected(Proxy proxy, InetSocketAddress to, Duration limit) throws IOException {
        Socket socket = new Socket(proxy);
        try {
            socket.connect(to, Math.toIntExact(limit.toMillis()));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Writes; each piece may take so long. */
    OutputStream out(Duration limit) throws IOException {
        OutputStream out = tls.getOutputStream();
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] piece, int from, int length) throws IOException {
                watch.within(limit);
                out.write(piece, from, length);
            }
        };
    }

    /** Reads; all that is read from now on may take so long. */
    InputStream in(Duration limit) throws IOException {
        watch.within(limit);
        return tls.getInputStream();
    }

    boolean stalled() {
        return watch.stalled();
    }

    /** What a failure means after the connection was closed because it stood still. */
    static IOException stalled(Exception failure) {
        SocketTimeoutException stalled = new SocketTimeoutException("nothing moved any more");
        stalled.initCause(failure);
        return stalled;
    }

    /** Without TLS's farewell, which would wait for a server that takes nothing, and tells nothing that the answer did not. */
    @Override
    public void close() throws IOException {
        end(raw, watch);
    }

    private static void end(Socket raw, StallWatch watch) throws IOException {
        watch.close();
        raw.close();
    }
}
