package dev.vivarium.qemu;

import dev.vivarium.testkit.contract.ContractSubject;
import dev.vivarium.testkit.contract.CrashContract;
import org.junit.jupiter.api.Tag;

/** Every trouble at every point. */
@Tag("full")
class QemuCrashFullTest extends CrashContract {
    @Override
    protected ContractSubject subject() {
        return new QemuSubject().thorough();
    }
}
