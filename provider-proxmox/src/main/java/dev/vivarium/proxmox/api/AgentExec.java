package dev.vivarium.proxmox.api;

import java.util.OptionalInt;

/**
 * How a command inside a guest stands.
 *
 * @param exited whether it has ended
 * @param exitCode absent while it runs, or if a signal ended it
 * @param signal that ended it
 * @param output what it wrote; from the guest
 * @param errors what it wrote to its error stream; from the guest
 * @param truncated whether some of either was lost
 */
public record AgentExec(
        boolean exited, OptionalInt exitCode, OptionalInt signal, String output, String errors, boolean truncated) {

    static AgentExec read(Fields fields) {
        return new AgentExec(
                fields.flag("exited"),
                number(fields, "exitcode"),
                number(fields, "signal"),
                fields.text("out-data", ""),
                fields.text("err-data", ""),
                fields.flag("out-truncated") || fields.flag("err-truncated"));
    }

    private static OptionalInt number(Fields fields, String name) {
        return fields.number(name).isPresent() ? OptionalInt.of(fields.needInt(name)) : OptionalInt.empty();
    }
}
