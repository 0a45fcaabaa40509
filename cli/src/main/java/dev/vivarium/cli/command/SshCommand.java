package dev.vivarium.cli.command;

import dev.vivarium.core.Vivarium;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.VivariumException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

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
public final class SshCommand implements Callable<Integer>, Advice {
    @ParentCommand
    private VivariumCommand root;

    @Mixin
    private NodeArgument node;

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

    @Override
    public List<String> after(VivariumException failure) {
        return Advice.onNode("ssh", node.name(), failure);
    }
}
