package dev.vivarium.core.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/** What of all addresses belongs to the public Internet, by the registries of special-purpose addresses. */
final class PublicAddress {
    private static final List<Range> SPECIAL = List.of(
            Range.of("0.0.0.0", 8),
            Range.of("10.0.0.0", 8),
            Range.of("100.64.0.0", 10),
            Range.of("127.0.0.0", 8),
            Range.of("169.254.0.0", 16),
            Range.of("172.16.0.0", 12),
            Range.of("192.0.0.0", 24),
            Range.of("192.0.2.0", 24),
            Range.of("192.88.99.0", 24),
            Range.of("192.168.0.0", 16),
            Range.of("198.18.0.0", 15),
            Range.of("198.51.100.0", 24),
            Range.of("203.0.113.0", 24),
            Range.of("224.0.0.0", 3),
            Range.of("2001::", 23), // Teredo and other protocols
            Range.of("2001:db8::", 32),
            Range.of("3fff::", 20));

    /** All that is handed out of IPv6 for public use; unique-local, link-local, multicast, loopback are outside. */
    private static final Range GLOBAL = Range.of("2000::", 3);

    private static final Range NAT64 = Range.of("64:ff9b::", 96);
    private static final Range SIX_TO_FOUR = Range.of("2002::", 16);

    private PublicAddress() {}

    static boolean is(InetAddress address) {
        if (address instanceof Inet4Address) {
            return !isSpecial(address);
        }
        // an IPv4 address within another one is that address to whoever carries it further
        if (NAT64.contains(address)) {
            return is(embedded(address, 12));
        }
        if (SIX_TO_FOUR.contains(address)) {
            return is(embedded(address, 2));
        }
        return GLOBAL.contains(address) && !isSpecial(address);
    }

    private static boolean isSpecial(InetAddress address) {
        return SPECIAL.stream().anyMatch(r -> r.contains(address));
    }

    private static InetAddress embedded(InetAddress address, int at) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(address.getAddress(), at, at + 4));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e); // only of another length
        }
    }

    /** Addresses that begin alike. */
    private record Range(InetAddress start, int bits) {
        static Range of(String start, int bits) {
            try {
                return new Range(InetAddress.getByName(start), bits); // an address: nothing is looked up
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(e);
            }
        }

        boolean contains(InetAddress address) {
            byte[] first = start.getAddress();
            byte[] other = address.getAddress();
            if (first.length != other.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((first[bit / 8] & mask) != (other[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
