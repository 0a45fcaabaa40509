package dev.vivarium.service.webhooks;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.net.AddressPolicy;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a webhook is. HTTPS; plain HTTP only to addresses that the service's settings name.
 *
 * @param uri absolute, without user and fragment, all ASCII
 */
record WebhookUrl(URI uri) {
    private static final int MOST_PORT = 65535;

    /** @throws VivariumException INVALID {@code webhook.url} that says what is wrong */
    static WebhookUrl parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw refused("it is no URL", e);
        }
        String scheme = String.valueOf(uri.getScheme());
        if (!scheme.equalsIgnoreCase("https") && !scheme.equalsIgnoreCase("http")) {
            throw refused("it begins with https://", null);
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw refused("it has a host, and neither a user nor a #fragment", null);
        }
        if (uri.getPort() == 0 || uri.getPort() > MOST_PORT || !text.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw refused("its port is from 1 to 65535, and all of it is ASCII", null);
        }
        return new WebhookUrl(uri);
    }

    private static VivariumException refused(String rule, @Nullable Exception e) {
        String message = "this is no address for a webhook: " + rule;
        return e == null
                ? new VivariumException(Kind.INVALID, "webhook.url", message)
                : new VivariumException(Kind.INVALID, "webhook.url", message, e);
    }

    boolean isTls() {
        return uri.getScheme().equalsIgnoreCase("https");
    }

    String host() {
        return uri.getHost();
    }

    int port() {
        return uri.getPort() > 0 ? uri.getPort() : isTls() ? 443 : 80;
    }

    /** What is asked for, as it stands in the request's first line. */
    String target() {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    /** As it stands in the header. */
    String hostHeader() {
        return uri.getPort() > 0 ? uri.getHost() + ":" + uri.getPort() : uri.getHost();
    }

    /**
     * Where it is now.
     *
     * @throws VivariumException DENIED {@code address.refused} if that is an address which may not be connected to, or {@code
     *     webhook.plain} if it is for plain HTTP only where settings name it; UNAVAILABLE {@code address.unknown}
     */
    List<InetAddress> addresses(AddressPolicy policy) {
        List<InetAddress> addresses = policy.resolve(host());
        if (!isTls() && !addresses.stream().allMatch(policy::isExcepted)) {
            throw new VivariumException(
                    Kind.DENIED,
                    "webhook.plain",
                    "plain HTTP is for addresses that the service's settings allow; use https://");
        }
        return addresses;
    }
}
