package dev.vivarium.testkit.simulated;

import dev.vivarium.testkit.contract.ConsoleContract;
import dev.vivarium.testkit.contract.ContractSubject;

class SimulatedConsoleTest extends ConsoleContract {
    @Override
    protected ContractSubject subject() {
        return new SimulatedSubject();
    }
}
