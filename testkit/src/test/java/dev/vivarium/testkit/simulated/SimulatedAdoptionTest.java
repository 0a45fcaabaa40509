package dev.vivarium.testkit.simulated;

import dev.vivarium.testkit.contract.AdoptionContract;
import dev.vivarium.testkit.contract.ContractSubject;

class SimulatedAdoptionTest extends AdoptionContract {
    @Override
    protected ContractSubject subject() {
        return new SimulatedSubject();
    }
}
