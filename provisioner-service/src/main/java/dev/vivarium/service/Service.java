package dev.vivarium.service;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.engine.Installation;
import dev.vivarium.core.journal.DurableFiles;
import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.net.AddressPolicy;
import dev.vivarium.service.access.AccessRoutes;
import dev.vivarium.service.access.AdminToken;
import dev.vivarium.service.access.Audit;
import dev.vivarium.service.access.SqlLedger;
import dev.vivarium.service.access.TokenGate;
import dev.vivarium.service.access.Tokens;
import dev.vivarium.service.bundles.BundleRoutes;
import dev.vivarium.service.bundles.Bundles;
import dev.vivarium.service.claims.Claims;
import dev.vivarium.service.claims.ClaimsSettings;
import dev.vivarium.service.config.ServiceConfig;
import dev.vivarium.service.events.EventJournal;
import dev.vivarium.service.events.EventRoutes;
import dev.vivarium.service.events.Events;
import dev.vivarium.service.http.Contract;
import dev.vivarium.service.http.Routes;
import dev.vivarium.service.http.Server;
import dev.vivarium.service.http.Tls;
import dev.vivarium.service.hypervisors.HypervisorRoutes;
import dev.vivarium.service.hypervisors.Hypervisors;
import dev.vivarium.service.images.ImageRoutes;
import dev.vivarium.service.metrics.DocsPages;
import dev.vivarium.service.metrics.Figures;
import dev.vivarium.service.metrics.StatusRoutes;
import dev.vivarium.service.nodes.ConsoleRoutes;
import dev.vivarium.service.nodes.NodeCreation;
import dev.vivarium.service.nodes.NodeIndex;
import dev.vivarium.service.nodes.NodeRoutes;
import dev.vivarium.service.nodes.NodeWork;
import dev.vivarium.service.nodes.Nodes;
import dev.vivarium.service.operations.OperationIndex;
import dev.vivarium.service.operations.OperationLog;
import dev.vivarium.service.operations.OperationRoutes;
import dev.vivarium.service.operations.ProgressNotes;
import dev.vivarium.service.operations.StoredOperations;
import dev.vivarium.service.policies.Clockwork;
import dev.vivarium.service.policies.LabelledNodes;
import dev.vivarium.service.policies.Policies;
import dev.vivarium.service.policies.PolicyRoutes;
import dev.vivarium.service.sessions.LibraryWork;
import dev.vivarium.service.sessions.OpenSessions;
import dev.vivarium.service.sessions.SessionAudit;
import dev.vivarium.service.sessions.SessionEvents;
import dev.vivarium.service.sessions.SessionRoutes;
import dev.vivarium.service.sessions.SessionWork;
import dev.vivarium.service.snapshots.SnapshotRoutes;
import dev.vivarium.service.store.Database;
import dev.vivarium.service.store.JournalMove;
import dev.vivarium.service.store.LeaseSettings;
import dev.vivarium.service.store.SqlJournal;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One instance of the service, wired by hand: reads from the store at the top to the door at the bottom. */
public final class Service implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Service.class);
    /** Operations that ended longer ago may be forgotten. */
    private static final Duration REMEMBERED = Duration.ofDays(30);

    private static final Duration ANSWERED = Duration.ofDays(1);

    private volatile ServiceConfig config;
    private final Closing closing;
    private final Database database;
    private final Vivarium vivarium;
    private final Tokens tokens;
    private final TokenGate gate;
    private final Optional<Tls> tls;
    private final WatchAndWebhooks watch;
    private final Server server;

    private Service(ServiceConfig config, Clock clock, Closing closing) {
        this.config = config;
        this.closing = closing;
        DurableFiles.privateDirectory(config.vivarium().home());
        this.database = closing.add(Database.open(config.database()));

        Events events = new Events(database, clock);
        Audit audit = new Audit(database, clock);
        this.tokens = new Tokens(database, clock);
        AdminToken.provide(tokens, database, adminTokenFile());

        JournalMove.into(database, config.vivarium().home().resolve("journal"));
        String instance = closing.add(InstanceName.of(config.vivarium().home())).toString();
        Claims claims = closing.add(new Claims(
                database, ClaimsSettings.of(instance).threads(config.parallel()).lease(config.lease())));
        SqlJournal stored =
                new SqlJournal(database, LeaseSettings.of(instance).lasting(config.lease()), claims::accepted);
        Journal journal = new EventJournal(stored, database, events);
        Installation installation = Installation.open(config.vivarium(), clock, journal);
        this.vivarium = closing.add(Vivarium.byClaim(installation));
        closing.add(claims::pause);

        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Figures figures = new Figures(metrics, database);
        ProgressNotes notes = new ProgressNotes(database);
        OperationLog log = new OperationLog(audit);
        installation.onProgress(notes::hear);
        installation.onProgress(log::hear);
        installation.onProgress(figures::hear);

        OperationIndex index = new OperationIndex(database);
        StoredOperations operations = new StoredOperations(journal, notes, vivarium::stepTexts);
        SessionWork work = new LibraryWork(vivarium);
        OpenSessions sessions = new OpenSessions(database, work, clock);
        sessions.onChange(new SessionEvents(events, work));
        installation.onProgress(sessions::hear);
        Policies policies = new Policies(database, sessions, work, new LabelledNodes(database), audit, clock);
        sessions.onChange(new SessionAudit(
                audit, id -> policies.find(id).map(p -> p.spec().name())));

        AddressPolicy policy = AddressPolicy.publicOr(
                address -> this.config.allowed().stream().anyMatch(range -> range.contains(address)));
        this.watch = new WatchAndWebhooks(
                config, clock, closing, database, events, vivarium, claims, operations, sessions, policy);

        Nodes nodes = new Nodes(vivarium, index, node -> sessions.active(node).map(s -> s.id().toString()));
        installation.images().allow(policy);
        Bundles bundles = new Bundles(database, journal);
        ImageRoutes images = new ImageRoutes(vivarium, operations, policy);
        Hypervisors hypervisors = closing.add(new Hypervisors(vivarium, watch.lookouts()));

        Routes routes = new Routes(Contract.ofService());
        new StatusRoutes(database, metrics, closing::isClosing).register(routes);
        new DocsPages().register(routes);
        new AccessRoutes(tokens, audit, clock).register(routes);
        new EventRoutes(events, journal).register(routes);
        new OperationRoutes(operations, index).register(routes);
        new HypervisorRoutes(vivarium, hypervisors).register(routes);
        new NodeRoutes(vivarium, nodes, new NodeIndex(database)).register(routes);
        new ConsoleRoutes(installation, nodes).register(routes);
        new NodeCreation(
                        vivarium,
                        nodes,
                        operations,
                        () -> installation.config().defaults(),
                        bundles::directory,
                        images::refuseForeign)
                .register(routes);
        new NodeWork(vivarium, nodes, operations, bundles::directory).register(routes);
        new SnapshotRoutes(vivarium, nodes, operations).register(routes);
        new SessionRoutes(sessions, nodes).register(routes);
        watch.register(routes);
        new PolicyRoutes(policies, vivarium::node, clock).register(routes);
        images.register(routes);
        BundleRoutes content = new BundleRoutes(
                bundles, database, config.vivarium().home(), config.upload().mebibytes() << 20, policy, clock);
        content.register(routes);

        this.gate = new TokenGate(tokens, config.rates());
        SqlLedger ledger = new SqlLedger(database, audit, clock);
        this.tls = config.tls().map(files -> new Tls(files.certificate(), files.key()));
        this.server =
                closing.add(new Server(config.listen().socket(), tls, routes, gate, ledger, config.limits(), metrics));
        claims.recurring(
                "forget",
                Duration.ofHours(6),
                () -> stored.prune(clock.instant().minus(REMEMBERED)));
        claims.recurring("forget-answers", Duration.ofHours(1), () -> ledger.forget(ANSWERED));
        claims.recurring("forget-uploads", Duration.ofHours(1), content::sweep);
        claims.recurring("forget-events", Duration.ofHours(6), () -> events.forget(REMEMBERED));
        claims.start(vivarium::run);
        watch.begin();
        closing.add(new Clockwork(sessions, policies, clock, System::nanoTime).start());
        LOG.info("listening on {}", address());
    }

    /**
     * Starts one.
     *
     * @throws dev.vivarium.core.model.VivariumException why it cannot be started; nothing is left running then
     */
    public static Service start(ServiceConfig config, Clock clock) {
        Closing parts = new Closing();
        try {
            return new Service(config, clock, parts);
        } catch (RuntimeException | Error e) {
            parts.close();
            throw e;
        }
    }

    /** Where it is reached from this computer. */
    public URI address() {
        String host = config.listen().host();
        String shown = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        return URI.create((tls.isPresent() ? "https" : "http") + "://"
                + (shown.contains(":") ? "[" + shown + "]" : shown) + ":" + server.port());
    }

    /** Where the first admin token was written. */
    public Path adminTokenFile() {
        return config.vivarium().home().resolve("admin.token");
    }

    /** Makes a new admin token, and writes it there; earlier ones stay good. */
    public void makeAdminToken() {
        AdminToken.make(tokens, database, adminTokenFile());
    }

    /** The library below. */
    public Vivarium vivarium() {
        return vivarium;
    }

    /** Where state is kept. */
    public Database database() {
        return database;
    }

    /**
     * Takes another configuration while it runs: hypervisors, defaults, rates, allowed addresses and the certificate. Operations
     * that run go on as they are; the rest of it holds from the next start on.
     */
    public void reload(ServiceConfig changed) {
        tls.ifPresent(Tls::reload);
        gate.limit(changed.rates());
        vivarium.installation().reconfigure(changed.vivarium());
        ServiceConfig before = config;
        config = before.with(changed.allowed(), changed.rates());
        watch.begin();
        if (!changed.startsLike(before)) {
            LOG.warn("another address, database, certificate file or limit of requests holds from the next start on");
        }
    }

    /** Takes no more requests, lets running steps come to a safe point, and ends. The next start goes on. */
    @Override
    public void close() {
        closing.close();
    }
}
