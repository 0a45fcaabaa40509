package dev.vivarium.qemu;

import dev.vivarium.testkit.contract.ContractSubject;
import dev.vivarium.testkit.contract.LimitsContract;

class QemuLimitsContractTest extends LimitsContract {
    @Override
    protected ContractSubject subject() {
        return new QemuSubject();
    }
}
