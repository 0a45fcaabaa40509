package dev.vivarium.qemu;

import dev.vivarium.testkit.contract.CapabilityContract;
import dev.vivarium.testkit.contract.ContractSubject;

class QemuCapabilityContractTest extends CapabilityContract {
    @Override
    protected ContractSubject subject() {
        return new QemuSubject();
    }
}
