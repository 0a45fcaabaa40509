package dev.vivarium.testkit.contract;

import dev.vivarium.core.model.Capability;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.MachineSpec;
import dev.vivarium.core.model.Support;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.core.spi.Snapshots;
import dev.vivarium.testkit.faults.RecordingWork;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/** What the facets of the contract share: a fresh subject for each test, and the words in which rules are written. */
public abstract class Contract {
    private @Nullable ContractSubject current;

    /** Only the facets of this package extend it. */
    Contract() {}

    /** The hypervisor under test, connected, on a server without machines of ours. */
    protected abstract ContractSubject subject();

    @BeforeEach
    final void open(TestInfo test) {
        current = subject();
        test.getTestMethod().map(Contract::rule).flatMap(Rule::capability).ifPresent(this::assume);
    }

    @AfterEach
    final void close() {
        if (current != null) {
            current.close();
        }
    }

    private static @Nullable Rule rule(Method method) {
        Proves proves = method.getAnnotation(Proves.class);
        return proves == null ? null : proves.value();
    }

    /** Goes on only where this is supported: what is denied is {@link CapabilityContract}'s. */
    final void assume(Capability capability) {
        Support support = hypervisor().supports(capability, here().spec());
        Assumptions.assumeTrue(support.isYes(), () -> capability + " is denied: " + reason(support));
    }

    static String reason(Support support) {
        return support instanceof Support.No no ? no.reason() : "";
    }

    final ContractSubject here() {
        return Objects.requireNonNull(current);
    }

    final Hypervisor hypervisor() {
        return here().hypervisor();
    }

    final Snapshots snapshots() {
        return hypervisor().snapshots().orElseThrow();
    }

    final RecordingWork work() {
        return here().work();
    }

    final Machine create(MachineSpec spec) {
        return hypervisor().create(spec, work());
    }

    /** The machine as it is now. */
    final Machine now(Machine machine) {
        return hypervisor().find(machine.node()).orElseThrow();
    }

    /** Without the details, on which nothing depends. */
    static Machine plain(Machine m) {
        return new Machine(m.node(), m.ref(), m.power(), m.addresses(), m.forwards(), Map.of());
    }

    static VivariumException failure(ThrowingCallable call) {
        VivariumException e = Assertions.catchThrowableOfType(VivariumException.class, call);
        Assertions.assertThat(e).as("it has to be refused").isNotNull();
        Assertions.assertThat(e.code()).matches("[a-z][a-z0-9-]*([._][a-z0-9-]+)*");
        Assertions.assertThat(e.message()).isNotBlank();
        return e;
    }

    static void assertRefused(Kind kind, ThrowingCallable call) {
        VivariumException e = failure(call);
        Assertions.assertThat(e.kind()).as("%s: %s", e.code(), e.message()).isEqualTo(kind);
    }
}
