package dev.vivarium.testkit.simulated;

import dev.vivarium.testkit.contract.ContractSubject;
import dev.vivarium.testkit.contract.LifecycleContract;

class SimulatedLifecycleTest extends LifecycleContract {
    @Override
    protected ContractSubject subject() {
        return new SimulatedSubject();
    }
}
