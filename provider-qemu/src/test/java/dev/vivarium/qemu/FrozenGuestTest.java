package dev.vivarium.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.core.model.SnapshotKind;
import dev.vivarium.core.model.Support;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.Snapshots;
import dev.vivarium.qemu.api.ScriptedAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Guests that are frozen, or cannot be, on real QEMUs whose guests' agent is played. */
class FrozenGuestTest {
    private QemuSubject subject;
    private Hypervisor hypervisor;
    private MachineSpec spec;
    private Machine machine;

    @BeforeEach
    void running() {
        subject = new QemuSubject();
        hypervisor = subject.hypervisor();
        spec = subject.spec();
        machine = hypervisor.start(hypervisor.create(spec, subject.work()), subject.work());
    }

    @AfterEach
    void close() {
        subject.close();
    }

    @Test
    void guestWithoutAgentIsNotFrozenAndSaysWhatToDo() {
        Support support = hypervisor.supports(Capability.SNAPSHOT_FROZEN, spec);
        assertThat(support).isInstanceOf(Support.No.class);
        VivariumException e = refused();
        assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(e.message()).contains(((Support.No) support).reason()).contains("apt install qemu-guest-agent");
        assertThat(snapshots().list(machine)).isEmpty();
    }

    @Test
    void guestThatDoesNotFreezeIsThawedAndKeepsNoSnapshot() {
        try (ScriptedAgent agent = ScriptedAgent.at(socket(), (request, a) -> {
            byte[] honest = a.honestly(request);
            return request.path("execute").asText().endsWith("freeze")
                    ? ScriptedAgent.line("{\"error\": {\"desc\": \"disk is on fire\"}}")
                    : honest;
        })) {
            VivariumException e = refused();
            assertThat(e.kind()).isEqualTo(Kind.GUEST_FAULT);
            assertThat(e.message()).contains("disk is on fire");
            assertThat(agent.frozen()).as("it came half the way").isFalse();
            assertThat(agent.asked()).endsWith("guest-fsfreeze-thaw");
        }
        assertThat(snapshots().list(machine)).isEmpty();
        assertThat(mark()).doesNotExist();
    }

    @Test
    void guestThatADeadProcessLeftFrozenIsThawedAtTheNextTouch() throws IOException {
        try (ScriptedAgent agent = ScriptedAgent.honest(socket())) {
            agent.frozen(true);
            Files.writeString(mark(), "{}");
            assertThat(hypervisor.start(machine, subject.work()).power()).isEqualTo(Power.RUNNING);
            assertThat(agent.frozen()).isFalse();
            assertThat(mark()).doesNotExist();
        }
    }

    private VivariumException refused() {
        return catchThrowableOfType(
                VivariumException.class,
                () -> snapshots().take(machine, SnapshotId.random(), "frozen", SnapshotKind.FROZEN, subject.work()));
    }

    private Snapshots snapshots() {
        return hypervisor.snapshots().orElseThrow();
    }

    private Path socket() {
        return subject.directory(machine).resolve("agent.sock");
    }

    private Path mark() {
        return subject.directory(machine).resolve("frozen.json");
    }
}
