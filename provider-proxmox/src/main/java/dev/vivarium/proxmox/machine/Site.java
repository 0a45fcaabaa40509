package dev.vivarium.proxmox.machine;

import dev.vivarium.proxmox.api.Pve;
import dev.vivarium.proxmox.api.PveVersion;
import dev.vivarium.proxmox.gpu.ClusterGpus;
import java.time.Clock;
import java.util.random.RandomGenerator;

/** One configured cluster, and what works on it. */
public final class Site implements AutoCloseable {
    private final ProxmoxSettings settings;
    private final Pve pve;
    private final Clock clock;
    private final Mark mark;
    private final Machines machines;
    private final Tasks tasks;
    private final Places places;
    private final FileStore files;
    private final Removal removal;
    private final Locks locks;
    private final Ids ids;
    private final ClusterGpus gpus;

    /** @param pve is closed with this */
    public Site(ProxmoxSettings settings, Pve pve, RandomGenerator random, Clock clock) {
        this.settings = settings;
        this.pve = pve;
        this.clock = clock;
        this.mark = new Mark(settings.installation());
        this.machines = new Machines(pve, mark);
        this.tasks = new Tasks(pve);
        this.gpus = new ClusterGpus(pve, machines::gpuUsers);
        this.places = new Places(pve, settings, gpus);
        this.files = new FileStore(pve, settings.installation());
        this.removal = new Removal(this);
        this.locks = new Locks(machines);
        this.ids = new Ids(pve, settings, random);
    }

    /** What is set. */
    public ProxmoxSettings settings() {
        return settings;
    }

    /** The cluster's client. */
    public Pve pve() {
        return pve;
    }

    /** Finds machines. */
    public Machines machines() {
        return machines;
    }

    /** Runs tasks. */
    public Tasks tasks() {
        return tasks;
    }

    /** Which release it is; asked each time, as nodes are upgraded one by one. */
    public PveVersion version() {
        return pve.version();
    }

    /** For the times of snapshots, as the cluster's have whole seconds. */
    public Clock clock() {
        return clock;
    }

    /** The GPUs of its nodes. */
    public ClusterGpus gpus() {
        return gpus;
    }

    /** What machines are held by. */
    public Locks locks() {
        return locks;
    }

    Ids ids() {
        return ids;
    }

    Mark mark() {
        return mark;
    }

    Places places() {
        return places;
    }

    FileStore files() {
        return files;
    }

    Removal removal() {
        return removal;
    }

    @Override
    public void close() {
        pve.close();
    }
}
