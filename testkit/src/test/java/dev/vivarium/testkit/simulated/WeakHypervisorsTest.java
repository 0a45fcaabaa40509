package dev.vivarium.testkit.simulated;

import dev.vivarium.core.model.Capability;
import dev.vivarium.testkit.contract.CapabilityContract;
import dev.vivarium.testkit.contract.ContractSubject;
import dev.vivarium.testkit.contract.CrashContract;
import dev.vivarium.testkit.contract.LifecycleContract;
import dev.vivarium.testkit.contract.LimitsContract;
import dev.vivarium.testkit.contract.SnapshotContract;
import org.junit.jupiter.api.Nested;

/** Hypervisors that can do less keep the contract too: what they deny is refused, the rest holds. */
class WeakHypervisorsTest {
    private static ContractSubject withoutSnapshots() {
        return new SimulatedSubject()
                .without(
                        Capability.SNAPSHOT_LIVE,
                        Capability.SNAPSHOT_FROZEN,
                        Capability.SNAPSHOT_STOPPED,
                        Capability.SNAPSHOT_CRASH,
                        Capability.ROLLBACK_ANY);
    }

    /** A storage such as ZFS. */
    private static ContractSubject newestOnly() {
        return new SimulatedSubject().without(Capability.ROLLBACK_ANY);
    }

    private static ContractSubject bare() {
        return new SimulatedSubject()
                .without(
                        Capability.SNAPSHOT_LIVE,
                        Capability.CONSOLE,
                        Capability.LIMIT_MEMORY,
                        Capability.USAGE,
                        Capability.PORT_FORWARD,
                        Capability.ISOLATED_NETWORK);
    }

    @Nested
    class CapabilitiesWithoutSnapshots extends CapabilityContract {
        @Override
        protected ContractSubject subject() {
            return withoutSnapshots();
        }
    }

    @Nested
    class SnapshotsWithoutSnapshots extends SnapshotContract {
        @Override
        protected ContractSubject subject() {
            return withoutSnapshots();
        }
    }

    @Nested
    class LimitsOfProcessorsOnly extends LimitsContract {
        @Override
        protected ContractSubject subject() {
            return bare();
        }
    }

    @Nested
    class CapabilitiesNewestOnly extends CapabilityContract {
        @Override
        protected ContractSubject subject() {
            return newestOnly();
        }
    }

    @Nested
    class SnapshotsNewestOnly extends SnapshotContract {
        @Override
        protected ContractSubject subject() {
            return newestOnly();
        }
    }

    @Nested
    class CrashesNewestOnly extends CrashContract {
        @Override
        protected ContractSubject subject() {
            return newestOnly();
        }
    }

    @Nested
    class CapabilitiesOfBareHost extends CapabilityContract {
        @Override
        protected ContractSubject subject() {
            return bare();
        }
    }

    @Nested
    class LifecycleOfBareHost extends LifecycleContract {
        @Override
        protected ContractSubject subject() {
            return bare();
        }
    }

    @Nested
    class SnapshotsOfBareHost extends SnapshotContract {
        @Override
        protected ContractSubject subject() {
            return bare();
        }
    }
}
