package dev.vivarium.proxmox.fake;

import dev.vivarium.core.model.Machine;
import dev.vivarium.testkit.contract.DiskProbe;
import dev.vivarium.testkit.contract.GuestProbe;
import dev.vivarium.testkit.guest.GuestState;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** Looks into the fake's guests and disks for the contract's rules, past the provider under test. */
public final class FakePveProbes implements GuestProbe, DiskProbe {
    private static final String NAME = "probe";
    private static final String FILE = "/probe";

    private final FakePve fake;
    private final ToIntFunction<Machine> vmid;

    /** @param vmid finds the id in what the provider calls the machine */
    public FakePveProbes(FakePve fake, ToIntFunction<Machine> vmid) {
        this.fake = fake;
        this.vmid = vmid;
    }

    private GuestState guest(Machine machine) {
        return fake.guests().guest(vmid.applyAsInt(machine));
    }

    @Override
    public void memory(Machine machine, String value) {
        guest(machine).memory(NAME, value);
    }

    @Override
    public Optional<String> memory(Machine machine) {
        return guest(machine).memory(NAME);
    }

    @Override
    public void disk(Machine machine, String value) {
        guest(machine).file(FILE, value);
    }

    @Override
    public Optional<String> disk(Machine machine) {
        return guest(machine).file(FILE);
    }

    @Override
    public void put(Machine machine, String value) {
        disk(machine, value);
    }

    @Override
    public String get(Machine machine) {
        return disk(machine).orElse("");
    }
}
