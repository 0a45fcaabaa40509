package dev.vivarium.qemu;

import dev.vivarium.testkit.contract.AdoptionContract;
import dev.vivarium.testkit.contract.ContractSubject;

class QemuAdoptionContractTest extends AdoptionContract {
    @Override
    protected ContractSubject subject() {
        return new QemuSubject();
    }
}
