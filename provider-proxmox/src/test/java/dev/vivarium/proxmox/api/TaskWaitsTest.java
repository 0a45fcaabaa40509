package dev.vivarium.proxmox.api;

import static dev.vivarium.proxmox.api.ScriptedServer.data;
import static dev.vivarium.proxmox.api.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Key;
import dev.vivarium.core.spi.Work;
import dev.vivarium.testkit.faults.RecordingWork;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskWaitsTest {
    private static final String NAME = "UPID:pve:000002A3:0003964C:6B00B16F:qmsnapshot:131:root@pam!rig:";
    private static final TaskWait WAIT = TaskWait.of("the snapshot");

    private final ScriptedServer server = new ScriptedServer();
    private final Clients clients = new Clients();
    private final Pve pve = clients.open(server);
    private final Pacing work = new Pacing();

    @AfterEach
    void close() {
        pve.close();
        server.close();
    }

    @Test
    void itIsLookedAtLessAndLessOften() {
        server.otherwise(log())
                .then(running(), running(), running(), running(), running(), running(), running(), ended("OK"));
        assertThat(await(WAIT).succeeded()).isTrue();
        assertThat(work.pauses)
                .extracting(Duration::toMillis)
                .containsExactly(200L, 300L, 450L, 675L, 1012L, 1518L, 2000L);
    }

    @Test
    void aTaskWithWarningsHasDoneItsWork() {
        server.otherwise(ended("WARNINGS: 2"));
        assertThat(await(WAIT).warnings()).isEqualTo(2);
    }

    @Test
    void whereSomethingMayBeLeftWarningsAreAFailure() {
        server.then(ended("WARNINGS: 1"), log("WARN: could not remove x", "TASK WARNINGS: 1"))
                .otherwise(log());
        VivariumException failure = failure(() -> await(WAIT.withoutWarnings()));
        assertThat(failure.code()).isEqualTo("proxmox.fault");
        assertThat(failure.logTail()).isEqualTo("WARN: could not remove x\nTASK WARNINGS: 1");
    }

    @Test
    void aFailedTaskBringsTheEndOfItsLog() {
        server.then(ended("snapshot feature is not available"), log("\u001b[31mfirst", "TASK ERROR: snapshot feature"))
                .otherwise(log());
        VivariumException failure = failure(() -> await(WAIT));
        assertThat(failure.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(failure.code()).isEqualTo("proxmox.snapshot-storage");
        assertThat(failure.logTail()).isEqualTo("first\nTASK ERROR: snapshot feature");
    }

    @Test
    void aFailedTaskFailsAsItDidAlsoWithoutItsLog() {
        server.then(ended("VM is locked (backup)")).otherwise(status("500 no log", ""));
        assertThat(failure(() -> await(WAIT)).code()).isEqualTo("proxmox.locked");
    }

    @Test
    void aTaskThatTheServerDoesNotKnowIsSaidToBeUnknown() {
        server.otherwise(
                status("400 Parameter verification failed.", "{\"errors\":{\"upid\":\"no such task\"},\"data\":null}"));
        VivariumException failure = failure(() -> await(WAIT));
        assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(failure.code()).isEqualTo("proxmox.task-missing");
    }

    @Test
    void aServerThatIsAwayForAWhileIsWaitedFor() {
        AtomicInteger asked = new AtomicInteger();
        ScriptedServer.Answer away = status("595 Connection refused", "");
        server.otherwise((request, out) ->
                (asked.getAndIncrement() < 3 * Repeats.DEFAULT.tries() ? away : ended("OK")).to(request, out));
        assertThat(await(WAIT).succeeded()).isTrue();
    }

    @Test
    void aTaskWithoutASignOfLifeIsGivenUpAndLeftAlone() {
        server.otherwise((request, out) -> (request.target().contains("/log") ? log() : running()).to(request, out));
        VivariumException failure = failure(() -> await(WAIT.silentFor(Duration.ofMinutes(2))));
        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(failure.code()).isEqualTo("proxmox.silent");
        assertThat(failure.message()).contains(NAME).contains("120 s");
        assertThat(server.requests()).noneMatch(request -> request.method().equals("DELETE"));
        assertThat(work.total()).isBetween(Duration.ofSeconds(119), Duration.ofSeconds(125));
    }

    @Test
    void linesInTheLogAreSignsOfLifeAndTellHowFarItIs() {
        AtomicInteger looks = new AtomicInteger();
        server.otherwise((request, out) -> {
            if (!request.target().contains("/log")) {
                return (looks.incrementAndGet() < 300 ? running() : ended("OK")).to(request, out);
            }
            int from = Integer.parseInt(request.target().replaceFirst(".*start=(\\d+).*", "$1"));
            return data("[{\"n\":" + (from + 1) + ",\"t\":\"transferred 2.0 MiB of 16.0 MiB (" + from % 100
                            + ".50%)\"}]")
                    .to(request, out);
        });
        assertThat(await(WAIT.silentFor(Duration.ofSeconds(30))).succeeded()).isTrue();
        assertThat(work.total()).isGreaterThan(Duration.ofMinutes(5));
        assertThat(work.inner.progress())
                .contains(
                        new RecordingWork.Progress(0.005, "the snapshot"),
                        new RecordingWork.Progress(0.125, "the snapshot"));
        long logs = server.requests().stream()
                .filter(request -> request.target().contains("/log"))
                .count();
        assertThat(logs).isLessThan(120);
    }

    @Test
    void whenTheWorkIsCancelledSoIsTheTask() {
        server.otherwise(running());
        work.inner.cancelAt(3);
        assertThat(failure(() -> await(WAIT)).kind()).isEqualTo(Kind.CANCELLED);
        ScriptedServer.Request last = server.requests().get(server.requests().size() - 1);
        assertThat(last.method() + " " + last.target()).isEqualTo("DELETE /api2/json/nodes/pve/tasks/" + NAME);
    }

    @Test
    void aTaskThatSomebodyCancelledSaysSo() {
        server.then(ended("received interrupt"), log("TASK ERROR: received interrupt"))
                .otherwise(log());
        assertThat(failure(() -> await(WAIT)))
                .returns(Kind.CANCELLED, VivariumException::kind)
                .returns("proxmox.task-cancelled", VivariumException::code);
        assertThat(server.requests()).noneMatch(request -> request.method().equals("DELETE"));
    }

    @Test
    void theStartThatARollbackLedToIsFound() {
        server.then(
                data(
                        "[{\"endtime\":1795207306,\"node\":\"pve\",\"status\":\"OK\",\"starttime\":1795207306,\"type\":"
                                + "\"qmstart\",\"upid\":\"UPID:pve:000000E9:00033CC8:6B00B08A:qmstart:107:root@pam!rig:\"},"
                                + "{\"node\":\"pve\",\"upid\":\"UPID:pve:000000EA:00033CC9:6B00B08F:qmstart:107:root@pam!rig:\"}]"));
        List<TaskStatus> found = pve.tasks().of("pve", 107, "qmstart", Instant.ofEpochSecond(1795207300));
        assertThat(found).extracting(TaskStatus::running).containsExactly(true, false);
        assertThat(found.get(1).succeeded()).isTrue();
        assertThat(server.only().target())
                .endsWith("/nodes/pve/tasks?vmid=107&typefilter=qmstart&since=1795207300&source=all&limit=50");
    }

    private TaskStatus await(TaskWait wait) {
        return pve.waits().await(Upid.parse(NAME), wait, work);
    }

    private static ScriptedServer.Answer running() {
        return data("{\"status\":\"running\",\"id\":\"131\",\"upid\":\"" + NAME + "\",\"node\":\"pve\"}");
    }

    private static ScriptedServer.Answer ended(String exit) {
        return data("{\"status\":\"stopped\",\"exitstatus\":\"" + exit + "\",\"upid\":\"" + NAME + "\"}");
    }

    private static ScriptedServer.Answer log(String... lines) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < lines.length; i++) {
            all.add("{\"n\":" + (i + 1) + ",\"t\":\"" + lines[i].replace("\u001b", "\\u001b") + "\"}");
        }
        return data(all.isEmpty() ? "[{\"n\":1,\"t\":\"no content\"}]" : all.toString());
    }

    private static VivariumException failure(ThrowingCallable call) {
        return catchThrowableOfType(VivariumException.class, call);
    }

    /** A work whose waits move the client's clock. */
    private final class Pacing implements Work {
        final RecordingWork inner = new RecordingWork();
        final List<Duration> pauses = new ArrayList<>();

        Duration total() {
            return pauses.stream().reduce(Duration.ZERO, Duration::plus);
        }

        @Override
        public <T> Optional<T> recall(Key<T> key) {
            return inner.recall(key);
        }

        @Override
        public <T> void remember(Key<T> key, T value) {
            inner.remember(key, value);
        }

        @Override
        public void progress(double fraction, String what) {
            inner.progress(fraction, what);
        }

        @Override
        public void checkCancelled() {
            inner.checkCancelled();
        }

        @Override
        public void pause(Duration time) {
            inner.pause(time);
            pauses.add(time);
            clients.nanoTime.addAndGet(time.toNanos());
        }
    }
}
