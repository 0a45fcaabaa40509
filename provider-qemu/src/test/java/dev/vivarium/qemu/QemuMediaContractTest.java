package dev.vivarium.qemu;

import dev.vivarium.testkit.contract.ContractSubject;
import dev.vivarium.testkit.contract.MediaContract;

class QemuMediaContractTest extends MediaContract {
    @Override
    protected ContractSubject subject() {
        return new QemuSubject();
    }
}
