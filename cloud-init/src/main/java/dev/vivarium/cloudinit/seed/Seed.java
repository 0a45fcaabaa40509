package dev.vivarium.cloudinit.seed;

import dev.vivarium.cloudinit.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The documents on a NoCloud medium.
 *
 * @param metaData who the guest is
 * @param userData what happens at the first boot; empty once that is over
 * @param network how it reaches the network; empty once that is written in the guest
 */
public record Seed(MetaData metaData, Optional<UserData> userData, Optional<NetworkConfig> network) {

    /** The seed of a first boot. */
    public static Seed first(MetaData metaData, UserData userData, NetworkConfig network) {
        return new Seed(metaData, Optional.of(userData), Optional.of(network));
    }

    /**
     * The seed that takes its place after the first boot: the same instance, no secrets. Without any seed cloud-init would
     * take the next boot for another instance's, or for no cloud at all.
     */
    public Seed scrubbed() {
        return new Seed(metaData, Optional.empty(), Optional.empty());
    }

    /** File names and contents, in the order in which they lie on the medium. */
    public Map<String, Secret> documents() {
        Map<String, Secret> files = new LinkedHashMap<>();
        files.put("meta-data", Secret.of(metaData.render()));
        files.put("user-data", userData.map(UserData::render).orElse(Secret.of(UserData.NOTHING)));
        files.put("vendor-data", Secret.of(new VendorData().render()));
        network.ifPresent(n -> files.put("network-config", Secret.of(n.render())));
        return files;
    }

    @Override
    public String toString() {
        return "Seed[" + metaData.instanceId() + (userData.isPresent() ? "]" : ", scrubbed]");
    }
}
