package dev.vivarium.testkit.simulated;

import dev.vivarium.testkit.contract.ContractSubject;
import dev.vivarium.testkit.contract.LimitsContract;

class SimulatedLimitsTest extends LimitsContract {
    @Override
    protected ContractSubject subject() {
        return new SimulatedSubject();
    }
}
