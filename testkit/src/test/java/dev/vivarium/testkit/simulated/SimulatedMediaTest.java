package dev.vivarium.testkit.simulated;

import dev.vivarium.testkit.contract.ContractSubject;
import dev.vivarium.testkit.contract.MediaContract;

class SimulatedMediaTest extends MediaContract {
    @Override
    protected ContractSubject subject() {
        return new SimulatedSubject();
    }
}
