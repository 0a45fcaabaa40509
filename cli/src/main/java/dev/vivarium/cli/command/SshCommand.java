package dev.vivarium.cli.command;

import dev.vivarium.cli.nodes.Nodes;
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
        try (Nodes nodes = root.nodes()) {
            Node current = nodes.refreshed(node.in(nodes).id());
            ssh = SshInvocation.of(
                    nodes.here("ssh", "run it on the service's host, on its home: the login keys are there")
                            .installation(),
                    current);
        }
        return root.host().programs().run(ssh.running(command));
    }
}
