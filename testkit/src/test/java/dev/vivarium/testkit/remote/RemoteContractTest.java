package dev.vivarium.testkit.remote;

import dev.vivarium.core.model.InstallationId;
import dev.vivarium.core.spi.Hypervisor;
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
import dev.vivarium.testkit.simulated.SimulatedHypervisor;
import dev.vivarium.testkit.simulated.SimulatedSubject;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Nested;

/** The contract holds over the wire as well: every call, every fault and every cut goes through a socket. */
class RemoteContractTest {

    /** Reached through a host of its own. */
    private static Hypervisor overTheWire(Hypervisor here) {
        try {
            SimulatedHost host = new SimulatedHost(((SimulatedHypervisor) here).server(), 0, (name, whose) -> here);
            RemoteCalls calls = new RemoteCalls(
                    HostAddress.parse(host.address()), here.info().name(), new InstallationId("ours"));
            return new RemoteHypervisor(calls) {
                @Override
                public void close() {
                    super.close();
                    try {
                        host.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ContractSubject remote() {
        return new SimulatedSubject(RemoteContractTest::overTheWire);
    }

    @Nested
    class RemoteLifecycle extends LifecycleContract {
        @Override
        protected ContractSubject subject() {
            return remote();
        }
    }

    @Nested
    class RemoteMedia extends MediaContract {
        @Override
        protected ContractSubject subject() {
            return remote();
        }
    }

    @Nested
    class RemoteSnapshot extends SnapshotContract {
        @Override
        protected ContractSubject subject() {
            return remote();
        }
    }

    @Nested
    class RemoteFrozen extends FrozenContract {
        @Override
        protected ContractSubject subject() {
            return remote();
        }
    }

    @Nested
    class RemoteClone extends CloneContract {
        @Override
        protected ContractSubject subject() {
            return remote();
        }
    }

    @Nested
    class RemoteConsole extends ConsoleContract {
        @Override
        protected ContractSubject subject() {
            return remote();
        }
    }

    @Nested
    class RemoteLimits extends LimitsContract {
        @Override
        protected ContractSubject subject() {
            return remote();
        }
    }

    @Nested
    class RemoteCapability extends CapabilityContract {
        @Override
        protected ContractSubject subject() {
            return remote();
        }
    }

    @Nested
    class RemoteCrash extends CrashContract {
        @Override
        protected ContractSubject subject() {
            return remote();
        }
    }
}
