package dev.vivarium.core.keys;

import dev.vivarium.core.journal.DurableFiles;
import dev.vivarium.core.model.Endpoint;
import dev.vivarium.core.model.HostKey;
import java.nio.file.Path;

/**
 * Two files by which the {@code ssh} command enters one node: the login key and a known_hosts of one line.
 *
 * @param identity for {@code ssh -i}; readable by its owner only
 * @param knownHosts for {@code -o UserKnownHostsFile=}
 */
public record LoginFiles(Path identity, Path knownHosts) {

    /**
     * Writes both into a directory of the node's own; replaces what is there.
     *
     * @throws dev.vivarium.core.model.VivariumException if they cannot be written
     */
    public static LoginFiles write(Path directory, SshKeyPair login, Endpoint ssh, HostKey hostKey) {
        LoginFiles files = new LoginFiles(directory.resolve("login_ed25519"), directory.resolve("known_hosts"));
        DurableFiles.privateDirectory(directory);
        DurableFiles.replace(files.identity, login.privatePem().reveal());
        DurableFiles.replace(files.knownHosts, knownHostsLine(ssh, hostKey) + "\n");
        return files;
    }

    /** The line that pins the host key at this address, as {@code [127.0.0.1]:40022 ssh-ed25519 AAAA…}. */
    public static String knownHostsLine(Endpoint ssh, HostKey hostKey) {
        String[] words = hostKey.publicKey().trim().split("\\s+");
        if (words.length < 2) {
            throw new IllegalArgumentException("not an OpenSSH public key: " + hostKey.publicKey());
        }
        String host = ssh.port() == 22 ? ssh.host() : "[" + ssh.host() + "]:" + ssh.port();
        return host + " " + words[0] + " " + words[1];
    }
}
