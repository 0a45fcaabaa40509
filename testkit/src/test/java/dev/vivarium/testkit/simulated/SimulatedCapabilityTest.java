package dev.vivarium.testkit.simulated;

import dev.vivarium.testkit.contract.CapabilityContract;
import dev.vivarium.testkit.contract.ContractSubject;

class SimulatedCapabilityTest extends CapabilityContract {
    @Override
    protected ContractSubject subject() {
        return new SimulatedSubject();
    }
}
