package dev.vivarium.qemu;

import dev.vivarium.testkit.contract.ContractSubject;
import dev.vivarium.testkit.contract.LifecycleContract;

class QemuLifecycleContractTest extends LifecycleContract {
    @Override
    protected ContractSubject subject() {
        return new QemuSubject();
    }
}
