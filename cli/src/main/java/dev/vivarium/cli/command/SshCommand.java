package dev.vivarium.cli.command;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.model.Node;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ssh}: into the guest, by the system's own ssh. */
@Command(
        name = "ssh",
        description = {
            "Log in to a node, or run a command there.",
            "The host key is pinned; there is no trust on first use. The exit code is that of ssh."
        },
        footer = {
            "",
            "Examples:",
            "  vivarium ssh muse",
            "  vivarium ssh muse -- tail -f /var/log/cloud-init-output.log"
        })
public final class SshCommand extends NodeCommand {
    @Parameters(index = "1..*", arity = "0..*", paramLabel = "COMMAND", description = "What to run there, after --.")
    private List<String> command = List.of();

    @Override
    public Integer call() {
        SshInvocation ssh;
        try (Vivarium vivarium = root.open()) {
            Node current = vivarium.refresh(node.in(vivarium).id());
            ssh = SshInvocation.of(vivarium.installation(), current);
        }
        return root.host().programs().run(ssh.running(command));
    }
}
