package dev.vivarium.core.engine;

import dev.vivarium.cloudinit.bundle.BundleCache;
import dev.vivarium.core.config.HypervisorConfig;
import dev.vivarium.core.config.SecretRef;
import dev.vivarium.core.config.VivariumConfig;
import dev.vivarium.core.guest.GuestAccess;
import dev.vivarium.core.image.ImageStore;
import dev.vivarium.core.journal.DurableFiles;
import dev.vivarium.core.journal.FileJournal;
import dev.vivarium.core.journal.Journal;
import dev.vivarium.core.keys.KeyRing;
import dev.vivarium.core.keys.MasterKey;
import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.HypervisorProvider;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * One master key, one journal, and what belongs to them: the wiring that operations work with. Hypervisors are connected
 * when they are first needed.
 */
public final class Installation implements AutoCloseable {
    private volatile VivariumConfig config;
    private final Journal journal;
    private final KeyRing keys;
    private final ImageStore images;
    private final BundleCache bundles;
    private final BundleMedia media;
    private final GuestAccess guests;
    private final Clock clock;
    private final ConcurrentHashMap<String, Hypervisor> connected = new ConcurrentHashMap<>();
    /** Connections by settings of before: whoever uses one goes on with it. */
    private final List<Hypervisor> retired = new CopyOnWriteArrayList<>();

    private final ConcurrentHashMap<String, Semaphore> slots = new ConcurrentHashMap<>();
    private final List<Consumer<Progress>> listeners = new CopyOnWriteArrayList<>();
    private volatile Sighting.Writer writer = (sighting, write) -> write.run();

    private Installation(VivariumConfig config, Clock clock, Supplier<Journal> journal) {
        DurableFiles.privateDirectory(config.home());
        DurableFiles.privateDirectory(config.cache());
        this.config = config;
        this.clock = clock;
        this.journal = journal.get();
        this.keys = new KeyRing(config.masterKey()
                .map(Installation::masterKey)
                .orElseGet(() -> MasterKey.openOrCreate(config.masterKeyFile())));
        this.images = new ImageStore(config.cache().resolve("images"));
        this.bundles = new BundleCache(config.cache().resolve("bundles"));
        this.media = new BundleMedia(this);
        this.guests = new GuestAccess();
    }

    /** Opens what this configuration describes; makes the home and the master key at the first call. */
    public static Installation open(VivariumConfig config) {
        return open(config, Clock.systemUTC(), UnaryOperator.identity());
    }

    /**
     * The same by another clock, with something around the journal: what counts, or fails on purpose.
     *
     * @param around given the journal, returns what is used in its place
     */
    public static Installation open(VivariumConfig config, Clock clock, UnaryOperator<Journal> around) {
        return new Installation(
                config, clock, () -> around.apply(new FileJournal(config.home().resolve("journal"))));
    }

    /** The same over another journal, such as one that several instances share; it is closed with the installation. */
    public static Installation open(VivariumConfig config, Clock clock, Journal journal) {
        return new Installation(config, clock, () -> journal);
    }

    /** Names it in ownership marks. */
    public InstallationId id() {
        return config.installation();
    }

    /** What it was told. */
    public VivariumConfig config() {
        return config;
    }

    /**
     * From now on these hypervisors and defaults hold; where things lie and the keys stay as they were. What runs goes on with the
     * connections that it has.
     */
    public void reconfigure(VivariumConfig changed) {
        VivariumConfig before = config;
        config = new VivariumConfig(
                before.installation(),
                before.home(),
                before.cache(),
                changed.imageCache(),
                before.masterKey(),
                changed.hypervisors(),
                changed.defaults());
        for (HypervisorConfig old : before.hypervisors()) {
            if (!changed.hypervisors().contains(old)) {
                slots.remove(old.name());
                Optional.ofNullable(connected.remove(old.name())).ifPresent(retired::add);
            }
        }
    }

    /** What survives a crash. */
    public Journal journal() {
        return journal;
    }

    /** What derives from the master key. */
    public KeyRing keys() {
        return keys;
    }

    /** The disk images at hand. */
    public ImageStore images() {
        return images;
    }

    /** The packed bundles. */
    public BundleCache bundles() {
        return bundles;
    }

    /** The packed bundles as a cache: what is there, and what may go. */
    public BundleMedia media() {
        return media;
    }

    /** The way into guests. */
    public GuestAccess guests() {
        return guests;
    }

    /** The time. */
    public Clock clock() {
        return clock;
    }

    /** What is kept of a node beside its record. */
    public NodeFiles files(NodeId node) {
        return new NodeFiles(config.home().resolve("nodes").resolve(node.toString()));
    }

    /** Compares records with hypervisors. */
    public Reconcile reconcile() {
        return new Reconcile(this);
    }

    /** From now on this writes down what is seen of nodes, in place of the journal alone. */
    public void writeSightingsBy(Sighting.Writer other) {
        writer = other;
    }

    Sighting.Writer writer() {
        return writer;
    }

    /** Hears the progress of every operation. */
    public void onProgress(Consumer<Progress> listener) {
        listeners.add(listener);
    }

    /** Tells everyone who listens. */
    Consumer<Progress> listener() {
        return progress -> listeners.forEach(l -> l.accept(progress));
    }

    /** How many operations may run on this hypervisor at a time. */
    Semaphore slots(String hypervisor) {
        return slots.computeIfAbsent(
                hypervisor, name -> new Semaphore(config.hypervisor(name).parallel(), true));
    }

    /**
     * The configured hypervisor, connected.
     *
     * @throws VivariumException NOT_FOUND if none has this name; or why it cannot be connected
     */
    public Hypervisor hypervisor(String name) {
        return connected.computeIfAbsent(name, n -> connect(config.hypervisor(n)));
    }

    @Override
    public void close() {
        connected.values().forEach(Hypervisor::close);
        retired.forEach(Hypervisor::close);
        guests.close();
        journal.close();
    }

    private Hypervisor connect(HypervisorConfig hypervisor) {
        return ServiceLoader.load(HypervisorProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(p -> p.kind().equals(hypervisor.kind()))
                .findFirst()
                .orElseThrow(() -> new VivariumException(
                        Kind.INVALID,
                        "hypervisor.kind",
                        "no provider of kind '" + hypervisor.kind() + "' is on the class path"))
                .connect(hypervisor.settings(
                        config.installation(),
                        DurableFiles.privateDirectory(
                                config.home().resolve("hypervisors").resolve(hypervisor.name()))));
    }

    private static MasterKey masterKey(SecretRef where) {
        if (where instanceof SecretRef.Env env) {
            return MasterKey.fromEnvironment(env.name(), System.getenv());
        }
        return MasterKey.open(((SecretRef.InFile) where).path());
    }
}
