package dev.vivarium.core.keys;

import dev.vivarium.core.model.NodeId;
import java.util.HexFormat;
import java.util.Set;

/**
 * What an installation derives from its master key. The same question always has the same answer, in every process.
 *
 * <p>The purposes that are fed to the derivation are an API: nodes made years ago depend on them.
 */
public final class KeyRing {
    /** QEMU's own range; a locally administered, unicast address. */
    private static final String MAC_PREFIX = "52:54:00:";

    private final MasterKey master;

    public KeyRing(MasterKey master) {
        this.master = master;
    }

    /**
     * The SSH host key of a node.
     *
     * @param version from 1; a clone or a changed key gets the next
     */
    public SshKeyPair hostKey(NodeId node, int version) {
        return derived("ssh-host/" + node + "/" + version(version), "vivarium-host-" + node);
    }

    /**
     * The SSH key by which this installation logs in to its nodes.
     *
     * @param version from 1
     */
    public SshKeyPair loginKey(int version) {
        return derived("ssh-login/" + version(version), "vivarium-login-" + version);
    }

    /** The node's MAC address: lower-case with colons, in the range {@code 52:54:00}. */
    public String mac(NodeId node) {
        return mac(node, Set.of());
    }

    /**
     * The first derived MAC address of the node that is not taken; the range has 24 bits, so two nodes may meet.
     *
     * @param taken lower-case with colons
     */
    public String mac(NodeId node, Set<String> taken) {
        for (int attempt = 0; ; attempt++) {
            String mac =
                    MAC_PREFIX + HexFormat.ofDelimiter(":").formatHex(master.derive("mac/" + node + "/" + attempt, 3));
            if (!taken.contains(mac)) {
                return mac;
            }
        }
    }

    /** cloud-init's instance id: follows the node through reboots and rollbacks; a clone is another node. */
    public String instanceId(NodeId node) {
        return "vivarium-" + node;
    }

    /**
     * What encrypts secrets that have to be kept.
     *
     * @param purpose what for; another purpose cannot open it
     */
    public SealingKey sealingKey(String purpose) {
        return new SealingKey(master.derive("seal/" + purpose, SealingKey.BYTES));
    }

    private SshKeyPair derived(String purpose, String comment) {
        return new SshKeyPair(master.derive(purpose, SshKeyPair.SEED_BYTES), comment);
    }

    private static int version(int version) {
        if (version < 1) {
            throw new IllegalArgumentException("key versions are counted from 1");
        }
        return version;
    }
}
