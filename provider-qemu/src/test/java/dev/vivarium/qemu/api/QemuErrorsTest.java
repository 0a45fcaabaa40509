package dev.vivarium.qemu.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The texts are QEMU 7.2's and qemu-img's own, as they were seen. */
class QemuErrorsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Could not open '/nonexist': No such file or directory                                | NOT_FOUND | qemu.file.missing
        Snapshot 'nope' does not exist in one or more devices                                | NOT_FOUND | qemu.snapshot.missing
        Snapshot 't1' already exists in one or more devices                                  | CONFLICT | qemu.snapshot.exists
        Snapshot with name 'c1' already exists on device 'disk'                              | CONFLICT | qemu.snapshot.exists
        This is a disk-only snapshot. Revert to it  offline using qemu-img                   | CONFLICT | qemu.snapshot.disk-only
        Unknown savevm section or instance '0000:00:07.0/virtio-blk' 0.                      | CONFLICT | qemu.snapshot.other-machine
        Error -22 while loading VM state                                                     | CONFLICT | qemu.snapshot.other-machine
        cannot create PID file: Cannot lock pid file: Resource temporarily unavailable       | CONFLICT | qemu.disk.locked
        Failed to get "write" lock                                                           | CONFLICT | qemu.disk.locked
        Could not set up host forwarding rule 'tcp:127.0.0.1:22001-:22'                      | CONFLICT | qemu.port.taken
        Could not access KVM kernel module: Permission denied                                | UNSUPPORTED | qemu.kvm
        cannot set up guest memory 'pc.ram': Cannot allocate memory                          | CAPACITY | qemu.memory
        Error while writing VM state: No space left on device                                | CAPACITY | qemu.disk.full
        Could not open '/home/x/disk.qcow2': Permission denied                               | DENIED | qemu.denied
        The command snapshot-save has not been found                                         | UNSUPPORTED | qemu.too-old
        setsid: failed to execute qemu-system-x86_64: No such file or directory              | UNAVAILABLE | qemu.missing
        unsupported machine type                                                             | UNSUPPORTED | qemu.machine-type
        the flux capacitor is low                                                            | HYPERVISOR_FAULT | qemu.fault
        """)
    void textsHaveTheirKind(String text, Kind kind, String code) {
        VivariumException e = QemuErrors.map("It failed", text);
        assertThat(e.kind()).isEqualTo(kind);
        assertThat(e.code()).isEqualTo(code);
        assertThat(e.message()).startsWith("It failed: " + text);
    }

    @Test
    void lastLineIsShownButAllAreRead() {
        VivariumException e = QemuErrors.map("QEMU ended", "warning: a\nNo space left on device\nqemu: giving up\n");
        assertThat(e.code()).isEqualTo("qemu.disk.full");
        assertThat(e.message()).contains("giving up").doesNotContain("warning: a");
        assertThat(QemuErrors.map("QEMU ended", "").message()).contains("it gave no reason");
    }
}
