package dev.vivarium.proxmox.machine;

import dev.vivarium.cloudinit.Secret;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.HypervisorSettings;
import dev.vivarium.core.spi.SettingsSchema;
import dev.vivarium.core.spi.SettingsSchema.Setting;
import dev.vivarium.core.spi.SettingsSchema.Type;
import dev.vivarium.proxmox.api.PveLogin;
import dev.vivarium.proxmox.api.PveSettings;
import dev.vivarium.proxmox.api.PveTimeouts;
import dev.vivarium.proxmox.api.PveTrust;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is set for a cluster.
 *
 * @param name the configured name
 * @param installation whose machines are ours
 * @param api how it is reached
 * @param node where machines go; empty for the one with the most free memory
 * @param storage where disks go; empty for one that takes them and has the most space
 * @param files where images and media go; empty for one that takes them
 * @param bridge the network
 * @param vlan its tag, if it has one
 * @param firewall whether Proxmox VE's firewall looks at the machines' network
 * @param pool that machines belong to, if there is one
 * @param firstId the first id that a machine may have
 * @param lastId the last one
 * @param cpu the processors' type
 * @param autostart whether machines start with their host
 * @param shutdownTimeout how long a guest may take to shut down
 */
public record ProxmoxSettings(
        String name,
        InstallationId installation,
        PveSettings api,
        Optional<String> node,
        Optional<String> storage,
        Optional<String> files,
        String bridge,
        OptionalInt vlan,
        boolean firewall,
        Optional<String> pool,
        int firstId,
        int lastId,
        String cpu,
        boolean autostart,
        Duration shutdownTimeout) {

    /** The settings as they stand in {@code vivarium.yaml}. */
    public static final SettingsSchema SCHEMA = new SettingsSchema(List.of(
            new Setting(
                    "url",
                    Type.TEXT,
                    Optional.empty(),
                    "The cluster's address, https://HOST:8006; several of its nodes with spaces between."),
            setting("token", Type.TEXT, "", "The API token's name, USER@REALM!NAME; its value is 'secret'."),
            setting("user", Type.TEXT, "", "A user instead of a token, NAME@REALM; the password is 'secret'."),
            new Setting("secret", Type.SECRET, Optional.empty(), "The token's value or the user's password."),
            setting("fingerprint", Type.TEXT, "", "The certificate's SHA-256, as 'pvenode cert info' prints it."),
            setting("ca", Type.PATH, "", "A file of authorities instead, such as a copy of /etc/pve/pve-root-ca.pem."),
            setting("node", Type.TEXT, "", "The node for all machines; by default the one with most free memory."),
            setting("storage", Type.TEXT, "", "The storage of their disks; by default the one with most free space."),
            setting("files", Type.TEXT, "", "The storage of images and media (content 'import' and 'iso')."),
            setting("bridge", Type.TEXT, "vmbr0", "The bridge of their network."),
            setting("vlan", Type.INTEGER, "", "The VLAN's tag, where the bridge has several networks."),
            setting("firewall", Type.BOOLEAN, "false", "Whether Proxmox VE's firewall looks at their network."),
            setting("pool", Type.TEXT, "", "The resource pool that they belong to."),
            setting("ids", Type.TEXT, "10000-19999", "The VM ids that they may have."),
            setting("cpu", Type.TEXT, "host", "The processors' type; 'host' passes on all that the node's can do."),
            setting("autostart", Type.BOOLEAN, "false", "Whether they start with their node."),
            setting("shutdownTimeout", Type.DURATION, "2m", "How long a guest may take to shut down.")));

    private static final Pattern RANGE = Pattern.compile("(\\d{3,9})-(\\d{3,9})");

    /**
     * Reads the settings.
     *
     * @throws VivariumException INVALID if a value cannot be
     */
    public static ProxmoxSettings of(HypervisorSettings from) {
        Matcher range = RANGE.matcher(value(from, "ids"));
        if (!range.matches() || number(range.group(1)) < 100 || number(range.group(1)) > number(range.group(2))) {
            throw invalid("ids", "two numbers from 100 on, such as 10000-19999");
        }
        return new ProxmoxSettings(
                from.name(),
                from.installation(),
                new PveSettings(endpoints(value(from, "url")), login(from), trust(from), PveTimeouts.DEFAULT),
                given(from, "node"),
                given(from, "storage"),
                given(from, "files"),
                value(from, "bridge"),
                vlan(value(from, "vlan")),
                Boolean.parseBoolean(value(from, "firewall")),
                given(from, "pool"),
                number(range.group(1)),
                number(range.group(2)),
                value(from, "cpu"),
                Boolean.parseBoolean(value(from, "autostart")),
                duration(value(from, "shutdownTimeout")));
    }

    private static List<URI> endpoints(String text) {
        try {
            return Arrays.stream(text.strip().split("[\\s,]+")).map(URI::create).toList();
        } catch (IllegalArgumentException e) {
            throw invalid("url", "addresses such as https://pve1.example.org:8006");
        }
    }

    private static PveLogin login(HypervisorSettings from) {
        Secret secret = Optional.ofNullable(from.secrets().get("secret"))
                .orElseThrow(() -> invalid("secret", "the token's value or the password, as env:NAME or file:PATH"));
        Optional<String> token = given(from, "token");
        Optional<String> user = given(from, "user");
        if (token.isPresent() == user.isPresent()) {
            throw invalid("token", "given, or 'user' instead of it, and not both");
        }
        return token.<PveLogin>map(t -> new PveLogin.Token(t, secret))
                .orElseGet(() -> new PveLogin.Password(user.orElseThrow(), secret));
    }

    private static PveTrust trust(HypervisorSettings from) {
        return given(from, "fingerprint")
                .<PveTrust>map(PveTrust.Pinned::new)
                .or(() -> given(from, "ca").map(file -> new PveTrust.Authorities(Path.of(file))))
                .orElseGet(PveTrust.SystemRoots::new);
    }

    private static OptionalInt vlan(String text) {
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        int tag = number(text);
        if (tag < 1 || tag > 4094) {
            throw invalid("vlan", "a number from 1 to 4094");
        }
        return OptionalInt.of(tag);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw invalid("vlan", "a number");
        }
    }

    private static Duration duration(String text) {
        return text.startsWith("P") ? Duration.parse(text) : Duration.parse("PT" + text);
    }

    private static Setting setting(String name, Type type, String defaultValue, String text) {
        return new Setting(name, type, Optional.of(defaultValue), text);
    }

    private static Optional<String> given(HypervisorSettings from, String name) {
        return Optional.of(value(from, name)).filter(v -> !v.isEmpty());
    }

    private static String value(HypervisorSettings from, String name) {
        String given = from.values().get(name);
        return given != null
                ? given
                : SCHEMA.find(name).flatMap(Setting::defaultValue).orElse("");
    }

    private static VivariumException invalid(String name, String wanted) {
        return new VivariumException(
                Kind.INVALID, "proxmox.setting", "the Proxmox VE setting '" + name + "' must be " + wanted);
    }
}
