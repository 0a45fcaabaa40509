package dev.vivarium.service.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a service listens.
 *
 * @param host an address or a name of this computer
 * @param port 0 for any that is free
 */
public record ListenAddress(String host, int port) {
    private static final Pattern FORM = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9.-]+):([0-9]{1,5})");
    private static final int PORT = 8420;

    /** @throws IllegalArgumentException if there is no such port */
    public ListenAddress {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("a port is a number from 1 to 65535");
        }
    }

    /** Only programs on this computer reach it. */
    public static ListenAddress standard() {
        return new ListenAddress("127.0.0.1", PORT);
    }

    /** Reads {@code ADDRESS:PORT}. */
    static ListenAddress parse(String text) {
        Matcher given = FORM.matcher(text);
        if (!given.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not ADDRESS:PORT, such as 127.0.0.1:8420");
        }
        String host = given.group(1);
        return new ListenAddress(
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host, Integer.parseInt(given.group(2)));
    }

    /** True if only programs on this computer reach it. */
    public boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** For a socket. */
    public InetSocketAddress socket() {
        return new InetSocketAddress(host, port);
    }
}
