package dev.vivarium.qemu;

import dev.vivarium.testkit.contract.CloneContract;
import dev.vivarium.testkit.contract.ContractSubject;

class QemuCloneContractTest extends CloneContract {
    @Override
    protected ContractSubject subject() {
        return new QemuSubject();
    }
}
