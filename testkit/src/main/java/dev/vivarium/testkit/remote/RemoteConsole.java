package dev.vivarium.testkit.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.core.journal.Json;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.spi.Console;

/** Consoles of guests in another process. */
final class RemoteConsole implements Console {
    private final RemoteCalls calls;

    RemoteConsole(RemoteCalls calls) {
        this.calls = calls;
    }

    @Override
    public String tail(Machine machine, int maxBytes) {
        return calls.call("console.tail", RemoteHypervisor.of(machine).put("maxBytes", maxBytes))
                .asText();
    }

    @Override
    public long size(Machine machine) {
        return calls.call("console.size", RemoteHypervisor.of(machine)).asLong();
    }

    @Override
    public Part read(Machine machine, long from, int maxBytes) {
        ObjectNode args = RemoteHypervisor.of(machine).put("from", from).put("maxBytes", maxBytes);
        return Json.read(calls.call("console.read", args), Part.class);
    }
}
