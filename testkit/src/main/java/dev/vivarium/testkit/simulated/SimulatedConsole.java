package dev.vivarium.testkit.simulated;

import dev.vivarium.core.model.Machine;
import dev.vivarium.core.spi.Console;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The serial console of simulated guests. */
final class SimulatedConsole implements Console {
    private final SimulatedHypervisor hypervisor;

    SimulatedConsole(SimulatedHypervisor hypervisor) {
        this.hypervisor = hypervisor;
    }

    @Override
    public String tail(Machine machine, int maxBytes) {
        byte[] text = bytes(machine);
        int from = Math.max(0, text.length - maxBytes);
        return new String(text, from, text.length - from, StandardCharsets.UTF_8);
    }

    @Override
    public long size(Machine machine) {
        return bytes(machine).length;
    }

    @Override
    public Part read(Machine machine, long from, int maxBytes) {
        byte[] text = bytes(machine);
        int begin = (int) Math.min(from, text.length);
        return Part.of(Arrays.copyOfRange(text, begin, Math.min(text.length, begin + maxBytes)), begin);
    }

    private byte[] bytes(Machine machine) {
        return hypervisor.ours(machine).guest().console().getBytes(StandardCharsets.UTF_8);
    }
}
