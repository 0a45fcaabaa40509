package dev.vivarium.qemu.machine;

import java.util.List;

/**
 * How guest processors run.
 *
 * @param name {@code kvm} or {@code tcg}
 * @param reason why this one, for people
 */
public record Accelerator(String name, String reason) {

    /**
     * Chooses. A {@code /dev/kvm} alone is no proof: some nested ones hang ordinary kernels, so the processor must say that
     * it can, too.
     *
     * @param wanted {@code auto}, {@code kvm} or {@code tcg}
     */
    public static Accelerator choose(String wanted, Host host) {
        if (!wanted.equals("auto")) {
            return new Accelerator(wanted, "set in the configuration");
        }
        if (!host.virtualization()) {
            return new Accelerator("tcg", "this computer's processor shows no hardware virtualization (vmx or svm)");
        }
        if (!host.kvmAccessible()) {
            return new Accelerator(
                    "tcg", "no access to /dev/kvm; `sudo usermod -aG kvm $USER` and a new login may help");
        }
        return new Accelerator("kvm", "hardware virtualization is there, and /dev/kvm is ours to use");
    }

    /**
     * What it takes on QEMU's command line. An emulated guest is told so by its SMBIOS family, as it need not defend itself
     * against a processor's speculation; page tables of five levels would cost it a tenth of its time.
     */
    List<String> arguments() {
        return name.equals("kvm")
                ? List.of("-accel", "kvm", "-cpu", "host")
                : List.of("-accel", "tcg,thread=multi", "-cpu", "max,-la57", "-smbios", "type=1,family=emulated");
    }
}
