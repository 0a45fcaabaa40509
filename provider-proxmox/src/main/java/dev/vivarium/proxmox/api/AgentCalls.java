package dev.vivarium.proxmox.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * QEMU's agent inside virtual machines on a node. Until it runs, every call fails with code {@code proxmox.agent}. What it
 * answers comes from the guest.
 */
public final class AgentCalls {
    private final Wire wire;
    private final String node;

    AgentCalls(Wire wire, String node) {
        this.wire = wire;
        this.node = node;
    }

    /** Whether it answers. */
    public void ping(int machine) {
        wire.ask(PveCall.post(Params.none(), at(machine, "ping")).again());
    }

    /** The guest's network interfaces, those of containers and bridges inside it included. */
    public List<AgentInterface> interfaces(int machine) {
        JsonNode result = result(wire.ask(PveCall.get(Params.none(), at(machine, "network-get-interfaces"))));
        return Fields.listOf(result).stream().map(AgentInterface::read).toList();
    }

    /** Freezes the guest's file systems: until {@link #thaw}, which has to follow whatever happens. */
    public void freeze(int machine) {
        wire.ask(PveCall.post(Params.none(), at(machine, "fsfreeze-freeze")));
    }

    /** Thaws them; fine if none is frozen. */
    public void thaw(int machine) {
        wire.ask(PveCall.post(Params.none(), at(machine, "fsfreeze-thaw")).again());
    }

    /** Whether they are frozen. */
    public boolean frozen(int machine) {
        JsonNode result = result(wire.ask(
                PveCall.post(Params.none(), at(machine, "fsfreeze-status")).again()));
        return Fields.plain(result).orElse("").equals("frozen");
    }

    /**
     * Starts a command, without a shell.
     *
     * @param command the program and its arguments
     * @param input for its standard input, if there is any
     * @return the process's id in the guest, for {@link #execStatus}
     */
    public int exec(int machine, List<String> command, Optional<String> input) {
        Params params = Params.none().each("command", command).with("input-data", input);
        return Fields.of(wire.ask(PveCall.post(params, at(machine, "exec")))).needInt("pid");
    }

    /** How a command stands; the agent forgets it once its end was told. */
    public AgentExec execStatus(int machine, int pid) {
        return AgentExec.read(
                Fields.of(wire.ask(PveCall.get(Params.none().with("pid", pid), at(machine, "exec-status")))));
    }

    private static JsonNode result(JsonNode answer) {
        return Fields.of(answer).raw("result");
    }

    private String[] at(int machine, String... more) {
        List<String> path =
                new ArrayList<>(List.of("nodes", node, GuestType.QEMU.path(), Integer.toString(machine), "agent"));
        path.addAll(List.of(more));
        return path.toArray(String[]::new);
    }
}
