package dev.vivarium.proxmox.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.cloudinit.Secret;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real server refused, and how its tasks failed: each has its kind and its code. */
class RefusalsTest {
    private static final Upid TASK = Upid.parse("UPID:pve:000002A3:0003964C:6B00B16F:qmstop:131:root@pam!rig:");

    static Stream<String> recorded() throws IOException {
        try (InputStream in = Objects.requireNonNull(RefusalsTest.class.getResourceAsStream("refusals.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#"));
        }
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void eachIsTyped(String line) {
        String[] part = line.split("\t", -1);
        VivariumException failure = part[1].equals("task")
                ? PveErrors.task(TASK, part[3], List.of("TASK ERROR: " + part[3]))
                : refused(Integer.parseInt(part[2]), part[3], part[4]);
        assertThat(failure.kind() + " " + failure.code()).isEqualTo(part[0]);
        assertThat(failure.message()).startsWith("Proxmox VE ").doesNotContain("\n");
        if (part[1].equals("task")) {
            assertThat(failure.logTail()).startsWith("TASK ERROR: ");
        }
    }

    @Test
    void aMissingPrivilegeIsNamedWithThePath() {
        VivariumException failure = refused(403, "Permission check failed (/vms/107, VM.Snapshot)", "");
        assertThat(failure.message())
                .contains("give the privilege VM.Snapshot on /vms/107 with `pveum acl modify /vms/107");
    }

    @Test
    void aLockIsNamedWithTheCommandThatTakesItAway() {
        assertThat(PveErrors.task(TASK, "VM is locked (backup)", List.of()).message())
                .contains("`qm unlock 131`");
        PveCall call = PveCall.put(Params.none(), "nodes", "pve", "lxc", "105", "config");
        assertThat(PveErrors.of(call, reply(500, "CT is locked (snapshot)", ""), new Mask(List.of()))
                        .message())
                .contains("`pct unlock 105`");
    }

    @Test
    void aLockThatTimedOutIsForAnotherTry() {
        VivariumException failure = PveErrors.task(
                TASK,
                "can't lock file '/var/lock/qemu-server/lock-131.conf' - got timeout",
                List.of("trying to acquire lock..."));
        assertThat(failure.kind().retried()).isTrue();
        assertThat(failure.retryAfter()).isPresent();
        assertThat(failure.logTail()).isEqualTo("trying to acquire lock...");
    }

    @Test
    void everyWrongParameterIsNamed() {
        VivariumException failure = refused(
                400,
                "Parameter verification failed.",
                "{\"errors\":{\"memory\":\"got 'abc'\\n\",\"cores\":\"too few\"},\"message\":\"Parameter verification failed.\\n\"}");
        assertThat(failure.message()).contains("memory: got 'abc'; cores: too few");
    }

    @Test
    void aWriteThatTheProxyLostMayHaveBeenDone() {
        PveCall write = PveCall.post(Params.none(), "nodes", "pve", "qemu", "100", "status", "start");
        assertThat(PveErrors.of(write, reply(595, "Connection refused", ""), new Mask(List.of())))
                .extracting(VivariumException::code)
                .isEqualTo("proxmox.unavailable");
        for (int status : new int[] {502, 504, 596, 599}) {
            VivariumException failure = PveErrors.of(write, reply(status, "", ""), new Mask(List.of()));
            assertThat(PveErrors.unanswered(failure)).isTrue();
            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        }
    }

    @Test
    void whatTheServerWritesIsTamedAndSecretsAreTakenOut() {
        Mask mask = new Mask(List.of(Secret.of("canary value")));
        PveCall call = PveCall.get(Params.none(), "version");
        String hostile = "\u001b[2J\u001b]0;x\u0007canary value canary+value " + "x".repeat(2000);
        VivariumException failure = PveErrors.of(call, reply(500, hostile, ""), mask);
        assertThat(failure.message())
                .hasSizeLessThan(500)
                .doesNotContain("canary")
                .contains("*** ***")
                .doesNotContainPattern("\\p{Cc}");
    }

    private static VivariumException refused(int status, String reason, String body) {
        return PveErrors.of(
                PveCall.get(Params.none(), "nodes", "pve"), reply(status, reason, body), new Mask(List.of()));
    }

    private static Reply reply(int status, String reason, String body) {
        return new Reply(status, reason, body.getBytes(StandardCharsets.UTF_8));
    }
}
