package dev.vivarium.testkit.simulated;

import dev.vivarium.testkit.contract.ContractSubject;
import dev.vivarium.testkit.contract.FrozenContract;

class SimulatedFrozenTest extends FrozenContract {
    @Override
    protected ContractSubject subject() {
        return new SimulatedSubject();
    }
}
