package dev.vivarium.testkit.simulated;

import dev.vivarium.testkit.contract.CloneContract;
import dev.vivarium.testkit.contract.ContractSubject;

class SimulatedCloneTest extends CloneContract {
    @Override
    protected ContractSubject subject() {
        return new SimulatedSubject();
    }
}
