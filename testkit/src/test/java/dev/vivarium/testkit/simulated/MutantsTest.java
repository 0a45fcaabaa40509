package dev.vivarium.testkit.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.vivarium.core.spi.Hypervisor;
import dev.vivarium.testkit.contract.CapabilityContract;
import dev.vivarium.testkit.contract.CloneContract;
import dev.vivarium.testkit.contract.ConsoleContract;
import dev.vivarium.testkit.contract.Contract;
import dev.vivarium.testkit.contract.ContractSubject;
import dev.vivarium.testkit.contract.CrashContract;
import dev.vivarium.testkit.contract.LifecycleContract;
import dev.vivarium.testkit.contract.LimitsContract;
import dev.vivarium.testkit.contract.MediaContract;
import dev.vivarium.testkit.contract.Proves;
import dev.vivarium.testkit.contract.Rule;
import dev.vivarium.testkit.contract.SnapshotContract;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Proves that the contract can fail: each wrong hypervisor is noticed by the rule that it breaks. */
class MutantsTest {
    private static final List<Class<? extends Contract>> FACETS = List.of(
            Lifecycle.class,
            Media.class,
            Snapshots.class,
            Consoles.class,
            Limited.class,
            Clones.class,
            Crash.class,
            Capabilities.class);

    /** What the contract below is run against; the engine makes the test classes itself. */
    private static UnaryOperator<Hypervisor> wrapping = UnaryOperator.identity();

    static Stream<Mutant> mutants() {
        return Stream.of(MachineMutants.all(), SnapshotMutants.all(), LimitsMutants.all(), CloneMutants.all())
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void mistakeIsNoticed(Mutant mutant) {
        wrapping = right -> mutant.make().apply((SimulatedHypervisor) right);
        Events tests = run(mutant.noticedBy());
        assertThat(tests.failed().count()).as("tests that failed").isPositive();
        assertThat(tests.started().count()).isEqualTo(tests.finished().count());
    }

    @Test
    void withoutMistakeNothingIsNoticed() {
        wrapping = UnaryOperator.identity();
        Rule[] noticing = mutants().map(Mutant::noticedBy).distinct().toArray(Rule[]::new);
        Events tests = run(noticing);
        assertThat(tests.failed().count()).isZero();
        assertThat(tests.succeeded().count()).isGreaterThanOrEqualTo(noticing.length - 1);
    }

    private static Events run(Rule... rules) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectors(List.of(rules)).toArray(DiscoverySelector[]::new))
                .execute()
                .testEvents();
    }

    private static List<DiscoverySelector> selectors(List<Rule> rules) {
        List<DiscoverySelector> found = new ArrayList<>();
        for (Class<? extends Contract> facet : FACETS) {
            for (Method method : facet.getSuperclass().getDeclaredMethods()) {
                Proves proves = method.getAnnotation(Proves.class);
                if (proves != null && rules.contains(proves.value())) {
                    found.add(selectMethod(facet, method.getName()));
                }
            }
        }
        assertThat(found).as("tests of " + rules).isNotEmpty();
        return found;
    }

    static class Lifecycle extends LifecycleContract {
        @Override
        protected ContractSubject subject() {
            return new SimulatedSubject(wrapping);
        }
    }

    static class Media extends MediaContract {
        @Override
        protected ContractSubject subject() {
            return new SimulatedSubject(wrapping);
        }
    }

    static class Snapshots extends SnapshotContract {
        @Override
        protected ContractSubject subject() {
            return new SimulatedSubject(wrapping);
        }
    }

    static class Consoles extends ConsoleContract {
        @Override
        protected ContractSubject subject() {
            return new SimulatedSubject(wrapping);
        }
    }

    static class Clones extends CloneContract {
        @Override
        protected ContractSubject subject() {
            return new SimulatedSubject(wrapping);
        }
    }

    static class Limited extends LimitsContract {
        @Override
        protected ContractSubject subject() {
            return new SimulatedSubject(wrapping);
        }
    }

    static class Crash extends CrashContract {
        @Override
        protected ContractSubject subject() {
            return new SimulatedSubject(wrapping);
        }
    }

    static class Capabilities extends CapabilityContract {
        @Override
        protected ContractSubject subject() {
            return new SimulatedSubject(wrapping);
        }
    }
}
