package dev.vivarium.testkit.simulated;

import dev.vivarium.testkit.contract.ContractSubject;
import dev.vivarium.testkit.contract.SnapshotContract;

class SimulatedSnapshotTest extends SnapshotContract {
    @Override
    protected ContractSubject subject() {
        return new SimulatedSubject();
    }
}
