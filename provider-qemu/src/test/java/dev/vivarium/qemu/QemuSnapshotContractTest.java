package dev.vivarium.qemu;

import dev.vivarium.testkit.contract.ContractSubject;
import dev.vivarium.testkit.contract.SnapshotContract;

class QemuSnapshotContractTest extends SnapshotContract {
    @Override
    protected ContractSubject subject() {
        return new QemuSubject();
    }
}
