package dev.vivarium.cli.command;

import dev.vivarium.core.engine.Installation;
import dev.vivarium.core.keys.LoginFiles;
import dev.vivarium.core.model.Endpoint;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.Power;
import dev.vivarium.core.model.VivariumException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The system's ssh into one node: with the login key of this installation and a known_hosts of one line. The user's own ssh
 * settings do not apply, so that none of them can weaken this.
 *
 * @param files key and known_hosts
 * @param user the account
 * @param endpoint where the guest's port 22 is reached
 */
record SshInvocation(LoginFiles files, String user, Endpoint endpoint) {
    private static final int SSH = 22;

    /**
     * For this node; writes the files.
     *
     * @throws VivariumException CONFLICT if the node does not run
     */
    static SshInvocation of(Installation installation, Node node) {
        Endpoint endpoint = node.machine()
                .filter(m -> m.power() == Power.RUNNING)
                .flatMap(m -> m.reach(SSH))
                .orElseThrow(() -> new VivariumException(
                        Kind.CONFLICT,
                        "node.not-running",
                        "node '" + node.spec().name() + "' does not run (it is " + node.state()
                                + "); start it with 'vivarium start "
                                + node.spec().name() + "'"));
        LoginFiles files = LoginFiles.write(
                installation.files(node.id()).login(),
                installation.keys().loginKey(node.identity().loginKeyVersion()),
                endpoint,
                node.identity().hostKey());
        return new SshInvocation(files, node.identity().user(), endpoint);
    }

    /** The command line; without words it opens a shell. */
    List<String> running(List<String> words) {
        List<String> line = new ArrayList<>(List.of(
                "ssh",
                "-F",
                "none",
                "-i",
                files.identity().toString(),
                "-p",
                Integer.toString(endpoint.port()),
                "-o",
                "IdentitiesOnly=yes",
                "-o",
                "StrictHostKeyChecking=yes",
                "-o",
                "UserKnownHostsFile=" + quoted(files.knownHosts()),
                "-o",
                "GlobalKnownHostsFile=none",
                "-o",
                "LogLevel=ERROR",
                user + "@" + endpoint.host()));
        if (!words.isEmpty()) {
            line.add("--");
            line.addAll(words);
        }
        return line;
    }

    /** ssh splits this value at spaces and expands its percent signs. */
    private static String quoted(Path path) {
        return '"' + path.toString().replace("%", "%%") + '"';
    }
}
