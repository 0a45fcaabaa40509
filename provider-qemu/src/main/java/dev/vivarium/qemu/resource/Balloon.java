package dev.vivarium.qemu.resource;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Work;
import dev.vivarium.qemu.api.Patience;
import dev.vivarium.qemu.api.Qmp;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;

/** The device through which a guest gives memory back. It takes a driver in the guest, which Linux has. */
final class Balloon {
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration STILL = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final String DEVICE = "/machine/peripheral/balloon/virtio-backend";

    private final Qmp qmp;

    Balloon(Qmp qmp) {
        this.qmp = qmp;
    }

    /** The memory in bytes that the guest has; empty if the machine has no such device. */
    OptionalLong actual(Duration limit) {
        try {
            return OptionalLong.of(
                    qmp.execute("query-balloon", limit).path("actual").asLong());
        } catch (VivariumException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * Makes the guest's memory this large, and waits for it.
     *
     * @throws VivariumException GUEST_FAULT if the guest does not do it; it has all its memory again then
     */
    void shrink(long bytes, long all, Work work) {
        if (!driven()) {
            throw refused("it has no driver for it (virtio_balloon), or is not up yet", all);
        }
        set(bytes);
        Patience patience = Patience.whileMoving(STILL, () -> actual(ANSWER).orElse(all), work::checkCancelled);
        try {
            while (actual(ANSWER).orElse(all) > bytes) {
                patience.check("the guest to give memory back");
                work.pause(POLL);
            }
        } catch (VivariumException e) {
            long left = actual(ANSWER).orElse(all);
            set(all);
            throw e.kind() == Kind.TIMEOUT ? refused("it stopped at " + (left >> 20) + " MiB", all) : e;
        }
    }

    /** Gives the guest all its memory back; it takes it when it needs it. */
    void set(long bytes) {
        qmp.execute("balloon", Map.of("value", bytes), Patience.of(ANSWER));
    }

    /** Whether a driver in the guest has taken the device; true where QEMU cannot say. */
    private boolean driven() {
        try {
            JsonNode status = qmp.execute("x-query-virtio-status", Map.of("path", DEVICE), Patience.of(ANSWER));
            return status.path("started").asBoolean(true);
        } catch (VivariumException e) {
            return true; // QEMU 7.1 and older
        }
    }

    private static VivariumException refused(String why, long all) {
        return new VivariumException(
                Kind.GUEST_FAULT,
                "limits.memory.refused",
                "the guest does not give memory back: " + why + "; it keeps its " + (all >> 20) + " MiB");
    }
}
