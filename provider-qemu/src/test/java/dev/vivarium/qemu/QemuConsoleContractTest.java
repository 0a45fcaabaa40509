package dev.vivarium.qemu;

import dev.vivarium.testkit.contract.ConsoleContract;
import dev.vivarium.testkit.contract.ContractSubject;

class QemuConsoleContractTest extends ConsoleContract {
    @Override
    protected ContractSubject subject() {
        return new QemuSubject();
    }
}
