package dev.vivarium.core.net;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses may be connected to when others say where. Names are resolved first and what they stand for is checked, so
 * connect to the address that was checked: a name may stand for another one the next moment.
 */
public final class AddressPolicy {
    private final Predicate<InetAddress> allowed;
    private final Predicate<InetAddress> excepted;
    private final Resolver resolver;

    /** Where names are looked up. */
    @FunctionalInterface
    public interface Resolver {
        /** All addresses of a host. */
        List<InetAddress> addresses(String host) throws UnknownHostException;
    }

    private AddressPolicy(Predicate<InetAddress> allowed, Predicate<InetAddress> excepted, Resolver resolver) {
        this.allowed = allowed;
        this.excepted = excepted;
        this.resolver = resolver;
    }

    /** Every address: for a user's own wishes on the user's own computer. */
    public static AddressPolicy any() {
        return new AddressPolicy(a -> true, a -> false, AddressPolicy::system);
    }

    /**
     * Addresses of the public Internet, and these.
     *
     * @param excepted private ones that are allowed all the same
     */
    public static AddressPolicy publicOr(Predicate<InetAddress> excepted) {
        return new AddressPolicy(a -> PublicAddress.is(a) || excepted.test(a), excepted, AddressPolicy::system);
    }

    /** The same with names looked up elsewhere. */
    public AddressPolicy resolvedBy(Resolver other) {
        return new AddressPolicy(allowed, excepted, other);
    }

    /** True if settings name this address, so that more may be done there than with strangers. */
    public boolean isExcepted(InetAddress address) {
        return excepted.test(address);
    }

    /**
     * The addresses of a host, each of which may be connected to.
     *
     * @param host a name or an address; IPv6 with or without brackets
     * @throws VivariumException UNAVAILABLE {@code address.unknown} if it has none; DENIED {@code address.refused} if any of
     *     them is not allowed
     */
    public List<InetAddress> resolve(String host) {
        List<InetAddress> found = lookUp(host);
        for (InetAddress address : found) {
            if (!allowed.test(address)) {
                throw new VivariumException(
                        Kind.DENIED,
                        "address.refused",
                        "'" + shown(host) + "' is at " + address.getHostAddress()
                                + ", which is no public address; allow it in the service's settings if it is meant");
            }
        }
        return found;
    }

    private List<InetAddress> lookUp(String host) {
        try {
            boolean bracketed = host.startsWith("[") && host.endsWith("]");
            List<InetAddress> found = resolver.addresses(bracketed ? host.substring(1, host.length() - 1) : host);
            if (!found.isEmpty()) {
                return found;
            }
        } catch (UnknownHostException e) {
            throw unknown(host, e);
        }
        throw unknown(host, null);
    }

    private static VivariumException unknown(String host, @Nullable UnknownHostException e) {
        String message = "no address is known for '" + shown(host) + "'";
        return e == null
                ? new VivariumException(Kind.UNAVAILABLE, "address.unknown", message)
                : new VivariumException(Kind.UNAVAILABLE, "address.unknown", message, e);
    }

    private static List<InetAddress> system(String host) throws UnknownHostException {
        return Arrays.asList(InetAddress.getAllByName(host));
    }

    /** A name from outside, fit to be repeated. */
    private static String shown(String host) {
        String clean = host.replaceAll("[^A-Za-z0-9.:\\[\\]-]", "?");
        return clean.length() > 80 ? clean.substring(0, 80) + "…" : clean;
    }
}
