package dev.vivarium.service.config;

import dev.vivarium.cloudinit.yaml.YamlValue;
import dev.vivarium.core.config.ConfigSection;
import dev.vivarium.core.config.Surroundings;
import dev.vivarium.core.config.VivariumConfig;
import dev.vivarium.core.model.Size;
import dev.vivarium.service.access.RateLimits;
import dev.vivarium.service.http.Limits;
import dev.vivarium.service.store.DatabaseSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All that a service is told.
 *
 * @param vivarium the installation that it serves
 * @param listen where it listens
 * @param tls its certificate
 * @param database where state is kept
 * @param lease after which time another instance takes over the work of one that does not answer
 * @param parallel how many operations this instance runs at a time
 * @param watch how often it looks at each hypervisor
 * @param glance how often it looks into the guest of each node that runs; zero for never
 * @param allowed private addresses that images, bundles and webhooks may be at
 * @param limits of a single request
 * @param rates how often a caller may ask
 * @param upload the largest bundle that can be uploaded
 */
public record ServiceConfig(
        VivariumConfig vivarium,
        ListenAddress listen,
        Optional<TlsFiles> tls,
        DatabaseSettings database,
        Duration lease,
        int parallel,
        Duration watch,
        Duration glance,
        List<AddressRange> allowed,
        Limits limits,
        RateLimits rates,
        Size upload) {
    private static final String SECTION = "service";
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final int PARALLEL = 64;

    public ServiceConfig {
        allowed = List.copyOf(allowed);
    }

    /**
     * Where the certificate is.
     *
     * @param certificate PEM
     * @param key PEM, PKCS #8
     */
    public record TlsFiles(Path certificate, Path key) {}

    /** All defaults, for this installation. */
    public static ServiceConfig standard(VivariumConfig vivarium) {
        return new ServiceConfig(
                vivarium,
                ListenAddress.standard(),
                Optional.empty(),
                DatabaseSettings.sqlite(vivarium.home().resolve("vivarium.db")),
                LEASE,
                PARALLEL,
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                List.of(),
                Limits.standard(),
                RateLimits.standard(),
                LimitsReader.UPLOAD);
    }

    /**
     * Reads a file.
     *
     * @throws dev.vivarium.core.model.VivariumException INVALID {@code config.invalid} with file, line and what to do
     */
    public static ServiceConfig read(Path file, Surroundings surroundings) {
        ServiceConfig standard = standard(VivariumConfig.read(file, surroundings));
        return ConfigSection.read(file, SECTION, surroundings, section -> read(section, standard))
                .orElse(standard);
    }

    private static ServiceConfig read(ConfigSection s, ServiceConfig standard) {
        LimitsReader limits = s.section("limits", LimitsReader::read).orElseGet(LimitsReader::standard);
        return new ServiceConfig(
                standard.vivarium(),
                s.optional("listen")
                        .map(v -> ConfigSection.checked(v, ListenAddress::parse))
                        .orElse(standard.listen()),
                s.section("tls", t -> new TlsFiles(t.path(t.required("certificate")), t.path(t.required("key")))),
                s.section("database", ServiceConfig::database).orElse(standard.database()),
                s.optional("lease").map(ConfigSection::duration).orElse(standard.lease()),
                s.optional("parallel").map(v -> v.asInt(1, 1024)).orElse(standard.parallel()),
                s.optional("watch").map(ConfigSection::duration).orElse(standard.watch()),
                s.optional("glance").map(ServiceConfig::orNever).orElse(standard.glance()),
                s.optional("allowAddresses")
                        .map(v -> v.asList().stream()
                                .map(a -> ConfigSection.checked(a, AddressRange::parse))
                                .toList())
                        .orElse(standard.allowed()),
                limits.limits(),
                limits.rates(),
                limits.upload());
    }

    private static Duration orNever(YamlValue value) {
        return value.asString().equals("off") ? Duration.ZERO : ConfigSection.duration(value);
    }

    private static DatabaseSettings database(ConfigSection s) {
        DatabaseSettings given = ConfigSection.checked(s.required("url"), DatabaseSettings::of);
        Optional<String> user = s.optional("user").map(v -> v.asString());
        return new DatabaseSettings(
                given.url(),
                user,
                s.optional("password").map(s::secret),
                s.optional("connections").map(v -> v.asInt(1, 1000)).orElse(given.connections()),
                given.patience());
    }

    /** The same on another database. */
    public ServiceConfig storedIn(DatabaseSettings other) {
        return new ServiceConfig(
                vivarium, listen, tls, other, lease, parallel, watch, glance, allowed, limits, rates, upload);
    }

    /** The same, listening elsewhere. */
    public ServiceConfig listening(ListenAddress address) {
        return new ServiceConfig(
                vivarium, address, tls, database, lease, parallel, watch, glance, allowed, limits, rates, upload);
    }

    /** The same, looking at hypervisors and into guests that often. */
    public ServiceConfig watching(Duration hypervisors, Duration guests) {
        return new ServiceConfig(
                vivarium, listen, tls, database, lease, parallel, hypervisors, guests, allowed, limits, rates, upload);
    }

    /** The same, where webhooks and the like may be at these addresses. */
    public ServiceConfig allowing(List<AddressRange> addresses) {
        return new ServiceConfig(
                vivarium, listen, tls, database, lease, parallel, watch, glance, addresses, limits, rates, upload);
    }

    /** The same, asked as often as this. */
    public ServiceConfig rated(RateLimits how) {
        return new ServiceConfig(
                vivarium, listen, tls, database, lease, parallel, watch, glance, allowed, limits, how, upload);
    }

    /** The same with this certificate. */
    public ServiceConfig secured(TlsFiles files) {
        return new ServiceConfig(
                vivarium,
                listen,
                Optional.of(files),
                database,
                lease,
                parallel,
                watch,
                glance,
                allowed,
                limits,
                rates,
                upload);
    }

    /** The same with other rules for callers. */
    public ServiceConfig with(List<AddressRange> addresses, RateLimits how) {
        return new ServiceConfig(
                vivarium, listen, tls, database, lease, parallel, watch, glance, addresses, limits, how, upload);
    }

    /** True if all is the same that holds from a start on. */
    public boolean startsLike(ServiceConfig other) {
        return listen.equals(other.listen)
                && tls.equals(other.tls)
                && database.equals(other.database)
                && limits.equals(other.limits)
                && lease.equals(other.lease)
                && parallel == other.parallel;
    }

    /** The same for another installation. */
    public ServiceConfig serving(VivariumConfig other) {
        return new ServiceConfig(
                other, listen, tls, database, lease, parallel, watch, glance, allowed, limits, rates, upload);
    }
}
