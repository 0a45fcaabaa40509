package dev.vivarium.qemu.machine;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Medium;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Work;
import dev.vivarium.qemu.api.Patience;
import dev.vivarium.qemu.api.Qmp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A machine's QEMU and our connection to its control monitor. Exists only while the machine's lock is held. */
public final class Running implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(20);

    private final QemuProcess process;
    private final Qmp qmp;

    Running(QemuProcess process, Qmp qmp) {
        this.process = process;
        this.qmp = qmp;
    }

    /**
     * The QEMU that an earlier call or process of ours started, if it lives. It has to prove itself: by its command line and by
     * what it answers.
     *
     * @throws VivariumException TIMEOUT if it lives but does not answer and does not work either
     */
    public static Optional<Running> adopt(MachineDirectory directory, Work work) {
        return adopt(directory, ANSWER, work);
    }

    static Optional<Running> adopt(MachineDirectory directory, Duration limit, Work work) {
        Optional<QemuProcess> process = QemuProcess.search(directory);
        return process.flatMap(p -> connect(p, directory, limit, work).map(qmp -> verified(p, qmp, directory)));
    }

    private static Optional<Qmp> connect(QemuProcess process, MachineDirectory directory, Duration limit, Work work) {
        Patience patience = Patience.whileMoving(limit, process::activity, work::checkCancelled);
        while (process.isAlive()) {
            try {
                return Optional.of(Qmp.connect(directory.control(), directory.calls(), patience));
            } catch (VivariumException e) {
                if (e.kind() != Kind.UNAVAILABLE) {
                    throw e;
                }
            }
            patience.check("QEMU to listen");
            work.pause(POLL);
        }
        return Optional.empty();
    }

    private static Running verified(QemuProcess process, Qmp qmp, MachineDirectory directory) {
        String uuid;
        try {
            uuid = qmp.execute("query-uuid", ANSWER).path("UUID").asText();
        } catch (Throwable e) {
            qmp.close();
            throw e;
        }
        if (!uuid.equals(directory.node().toString())) {
            qmp.close();
            throw new VivariumException(
                    Kind.NEEDS_OPERATOR,
                    "qemu.foreign",
                    "the QEMU that answers at " + directory.control() + " says that it is " + uuid + "; process "
                            + process.pid());
        }
        FrozenGuest.thawIfLeft(directory);
        return new Running(process, qmp);
    }

    /** The connection. */
    public Qmp qmp() {
        return qmp;
    }

    /** QEMU's process id. */
    public long pid() {
        return process.pid();
    }

    QemuProcess process() {
        return process;
    }

    /** QEMU's own word for its state. */
    public String status() {
        return qmp.execute("query-status", ANSWER).path("status").asText();
    }

    /** What that state means. */
    public Power power() {
        return MachineLook.power(status());
    }

    /** Lets the processors run. */
    public void resume() {
        if (power() != Power.RUNNING) {
            qmp.execute("cont", ANSWER);
        }
    }

    /** Waits as long as this QEMU reads or writes at all within the limit. */
    public Patience patience(Duration limit, Runnable eachSlice) {
        return Patience.whileMoving(limit, process::activity, eachSlice);
    }

    /** The memory in MiB that it holds. */
    public long heldMiB() {
        return process.heldMiB();
    }

    /** Makes the drives hold these and nothing else. */
    void fill(List<Medium> media, int drives) {
        Drives.fill(qmp, process, media, drives);
    }

    /** Tells the guest to look anew at what is in the drives; after its memory was loaded. */
    public void announceMedia(int drives) {
        Drives.announce(qmp, drives);
    }

    /**
     * What these media are, so that a change is noticed: other files, or other content. Empty if one of them is not what QEMU
     * has open.
     */
    public Optional<String> mediaSeen(List<Medium> media) {
        return Drives.seen(process, media);
    }

    /** The names of the snapshots in its disk. */
    public Set<String> snapshotNames() {
        return MachineLook.snapshotNames(qmp, Patience.of(ANSWER));
    }

    @Override
    public void close() {
        qmp.close();
    }
}
