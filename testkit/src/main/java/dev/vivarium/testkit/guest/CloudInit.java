package dev.vivarium.testkit.guest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.core.model.Medium;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What cloud-init does with the seed at each boot: everything for a new instance, nothing for the one that it knows. */
final class CloudInit {
    static final String INSTANCE = "/var/lib/cloud/data/instance-id";
    static final String HOST_KEY = "/etc/ssh/ssh_host_ed25519_key";
    static final String USER = "/etc/vivarium-test/user";
    static final String AUTHORIZED = "/etc/vivarium-test/authorized_keys";
    static final String STATUS = "/run/cloud-init/status.json";
    static final String RESULT = "/run/cloud-init/result.json";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final GuestState state;

    CloudInit(GuestState state) {
        this.state = state;
    }

    /** Runs it; what it says of itself is in the guest's memory afterwards. */
    void boot(List<Medium> drives) {
        Optional<SeedContents> seed = seed(drives);
        if (seed.isEmpty()) {
            state.print("cloud-init: no datasource found, disabled by generator");
            return;
        }
        if (!state.file(INSTANCE).equals(Optional.of(seed.get().instanceId()))) {
            firstBoot(seed.get());
        }
        state.memory("hostname", seed.get().hostname());
        boolean running = state.misbehaves(Misbehaviour.CLOUD_INIT_RUNNING);
        state.memory(STATUS, status(running).toString());
        if (!running) {
            state.memory(RESULT, result().toString());
        }
        state.print("cloud-init: instance " + seed.get().instanceId() + (running ? ", running" : ", done"));
    }

    private Optional<SeedContents> seed(List<Medium> drives) {
        try {
            for (Medium medium : drives) {
                if (medium.slot() == Medium.SEED_SLOT) {
                    return SeedContents.read(medium.file());
                }
            }
        } catch (IOException e) {
            state.print("cloud-init: the seed cannot be read: " + e.getMessage());
        }
        return Optional.empty();
    }

    /** As with real cloud-init, an instance that it does not know loses the keys of the one before. */
    private void firstBoot(SeedContents seed) {
        state.file(INSTANCE, seed.instanceId());
        seed.files().forEach(state::file);
        state.file(HOST_KEY, seed.hostKeyPem().orElse(""));
        state.file(USER, seed.login().map(SeedContents.Login::user).orElse(""));
        state.file(
                AUTHORIZED,
                String.join(
                        "\n",
                        seed.login().map(SeedContents.Login::authorizedKeys).orElse(List.of())));
    }

    private ObjectNode status(boolean running) {
        ObjectNode v1 = JSON.objectNode();
        v1.put("datasource", "DataSourceNoCloud [seed=/dev/sr0][dsmode=net]");
        v1.put("stage", running ? "modules-config" : null);
        for (String stage : List.of("init-local", "init", "modules-config", "modules-final")) {
            boolean last = stage.equals("modules-final");
            ObjectNode times = v1.putObject(stage);
            times.putArray("errors")
                    .addAll(errors(last).stream().map(JSON::textNode).toList());
            times.put("start", running && last ? null : 1.5);
            times.put("finished", running && last ? null : 2.5);
        }
        ObjectNode whole = JSON.objectNode();
        whole.set("v1", v1);
        return whole;
    }

    private ObjectNode result() {
        ObjectNode whole = JSON.objectNode();
        ObjectNode v1 = whole.putObject("v1");
        v1.put("datasource", "DataSourceNoCloud [seed=/dev/sr0][dsmode=net]");
        v1.putArray("errors").addAll(errors(true).stream().map(JSON::textNode).toList());
        return whole;
    }

    private List<String> errors(boolean lastStage) {
        return lastStage && state.misbehaves(Misbehaviour.CLOUD_INIT_ERROR)
                ? List.of("('scripts_user', RuntimeError('Runparts: 1 failures (runcmd) in 1 attempted commands'))")
                : List.of();
    }

    /** The PEM text of the host key that cloud-init left; null if sshd has none and cannot start. */
    static @Nullable String hostKey(GuestState state) {
        return state.file(HOST_KEY).filter(pem -> !pem.isEmpty()).orElse(null);
    }
}
