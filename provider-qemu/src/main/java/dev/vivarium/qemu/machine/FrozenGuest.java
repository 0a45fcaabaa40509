package dev.vivarium.qemu.machine;

import dev.vivarium.core.journal.DurableFiles;
import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Support;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.qemu.api.GuestAgent;
import java.nio.file.Files;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A guest whose file systems are frozen until this is closed. A guest that stays frozen hangs, so a mark is on the disk before
 * the guest is asked: if our process dies in between, whoever touches the machine next thaws it.
 */
public final class FrozenGuest implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FrozenGuest.class);
    private static final Duration GLANCE = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration FREEZE = Duration.ofSeconds(60);

    private static final Support NO_AGENT =
            Support.no("no guest agent answers in this guest: install qemu-guest-agent there"
                    + " (apt install qemu-guest-agent), or take a live or a stopped snapshot");

    private final MachineDirectory directory;

    private FrozenGuest(MachineDirectory directory) {
        this.directory = directory;
    }

    /** Whether the guest can be frozen, asked of the guest if it runs. */
    public static Support support(MachineDirectory directory) {
        if (QemuProcess.of(directory).isEmpty()) {
            return Support.yes(); // as far as can be said before it runs
        }
        try (GuestAgent agent = GuestAgent.connect(directory.agent(), GLANCE).orElse(null)) {
            return agent == null ? NO_AGENT : Support.yes();
        }
    }

    /**
     * Freezes the guest; the caller holds the machine's lock.
     *
     * @throws VivariumException UNSUPPORTED if no agent answers, GUEST_FAULT or TIMEOUT if it does not freeze
     */
    public static FrozenGuest freeze(MachineDirectory directory) {
        try (GuestAgent agent = GuestAgent.connect(directory.agent(), ANSWER).orElse(null)) {
            if (agent == null) {
                NO_AGENT.orThrow(Capability.SNAPSHOT_FROZEN);
                throw new AssertionError("unreachable");
            }
            FrozenGuest frozen = new FrozenGuest(directory);
            DurableFiles.replace(directory.frozenMark(), "{}");
            try {
                agent.freeze(FREEZE);
                return frozen;
            } catch (VivariumException e) {
                thaw(agent); // it may have come half the way
                DurableFiles.delete(directory.frozenMark());
                throw e;
            }
        }
    }

    /** Thaws a guest that a process of ours left frozen. Does its best: a machine can be worked on either way. */
    static void thawIfLeft(MachineDirectory directory) {
        if (Files.exists(directory.frozenMark())) {
            try {
                new FrozenGuest(directory).close();
                LOG.info("the guest of node {} was left frozen, and goes on", directory.node());
            } catch (VivariumException e) {
                LOG.warn("the guest of node {} may be frozen: {}", directory.node(), e.message());
            }
        }
    }

    /** @throws VivariumException NEEDS_OPERATOR if the guest cannot be asked */
    @Override
    public void close() {
        try (GuestAgent agent = GuestAgent.connect(directory.agent(), ANSWER).orElse(null)) {
            if (agent == null) {
                throw new VivariumException(
                        Kind.NEEDS_OPERATOR,
                        "qemu.agent.frozen",
                        "the guest was frozen and its agent no longer answers; try again, or restart the machine");
            }
            thaw(agent);
            DurableFiles.delete(directory.frozenMark());
        }
    }

    private static void thaw(GuestAgent agent) {
        agent.thaw(ANSWER);
    }
}
