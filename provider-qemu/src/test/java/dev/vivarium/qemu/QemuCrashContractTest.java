package dev.vivarium.qemu;

import dev.vivarium.testkit.contract.ContractSubject;
import dev.vivarium.testkit.contract.CrashContract;

class QemuCrashContractTest extends CrashContract {
    @Override
    protected ContractSubject subject() {
        return new QemuSubject();
    }
}
