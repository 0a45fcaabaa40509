package dev.vivarium.proxmox;

import dev.vivarium.testkit.contract.AdoptionContract;
import dev.vivarium.testkit.contract.CapabilityContract;
import dev.vivarium.testkit.contract.CloneContract;
import dev.vivarium.testkit.contract.ConsoleContract;
import dev.vivarium.testkit.contract.ContractSubject;
import dev.vivarium.testkit.contract.CrashContract;
import dev.vivarium.testkit.contract.FrozenContract;
import dev.vivarium.testkit.contract.LifecycleContract;
import dev.vivarium.testkit.contract.LimitsContract;
import dev.vivarium.testkit.contract.MediaContract;
import dev.vivarium.testkit.contract.SnapshotContract;
import org.junit.jupiter.api.Nested;

/** What every provider promises, on a cluster that is played. */
class ProxmoxContractTest {

    @Nested
    class ProxmoxLifecycle extends LifecycleContract {
        @Override
        protected ContractSubject subject() {
            return new ProxmoxSubject();
        }
    }

    @Nested
    class ProxmoxMedia extends MediaContract {
        @Override
        protected ContractSubject subject() {
            return new ProxmoxSubject();
        }
    }

    @Nested
    class ProxmoxSnapshot extends SnapshotContract {
        @Override
        protected ContractSubject subject() {
            return new ProxmoxSubject();
        }
    }

    @Nested
    class ProxmoxFrozen extends FrozenContract {
        @Override
        protected ContractSubject subject() {
            return new ProxmoxSubject();
        }
    }

    @Nested
    class ProxmoxClone extends CloneContract {
        @Override
        protected ContractSubject subject() {
            return new ProxmoxSubject();
        }
    }

    @Nested
    class ProxmoxConsole extends ConsoleContract {
        @Override
        protected ContractSubject subject() {
            return new ProxmoxSubject();
        }
    }

    @Nested
    class ProxmoxLimits extends LimitsContract {
        @Override
        protected ContractSubject subject() {
            return new ProxmoxSubject();
        }
    }

    @Nested
    class ProxmoxCapability extends CapabilityContract {
        @Override
        protected ContractSubject subject() {
            return new ProxmoxSubject();
        }
    }

    @Nested
    class ProxmoxCrash extends CrashContract {
        @Override
        protected ContractSubject subject() {
            return new ProxmoxSubject();
        }
    }

    @Nested
    class ProxmoxAdoption extends AdoptionContract {
        @Override
        protected ContractSubject subject() {
            return new ProxmoxSubject();
        }
    }
}
