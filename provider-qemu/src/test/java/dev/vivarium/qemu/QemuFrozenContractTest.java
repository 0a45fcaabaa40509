package dev.vivarium.qemu;

import dev.vivarium.testkit.contract.ContractSubject;
import dev.vivarium.testkit.contract.FrozenContract;

class QemuFrozenContractTest extends FrozenContract {
    @Override
    protected ContractSubject subject() {
        return new QemuSubject();
    }
}
