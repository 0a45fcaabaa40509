package dev.vivarium.core.model;

/**
 * Where something can be reached from here.
 *
 * @param host a name or an address
 * @param port 1 to 65535
 */
public record Endpoint(String host, int port) {

    /** @throws IllegalArgumentException if the port is out of range */
    public Endpoint {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("a port is a number from 1 to 65535, not " + port);
        }
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
