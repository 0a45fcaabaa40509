package dev.vivarium.testkit.simulated;

import dev.vivarium.testkit.contract.ContractSubject;
import dev.vivarium.testkit.contract.CrashContract;

class SimulatedCrashTest extends CrashContract {
    @Override
    protected ContractSubject subject() {
        return new SimulatedSubject();
    }
}
