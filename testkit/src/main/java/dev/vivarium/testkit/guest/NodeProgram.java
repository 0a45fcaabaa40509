package dev.vivarium.testkit.guest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.vivarium.cloudinit.Digest;
import dev.vivarium.testkit.guest.GuestCommand.Exchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What the guest's {@code vivarium-node} does at the host's word: updates, secrets and hooks, at once where the real one works. */
final class NodeProgram {
    static final String PLAN = "/etc/vivarium/plan";
    static final String OLD_PLAN = "/etc/vivarium/plan.old";
    static final String SECRETS = "/etc/vivarium/secrets.env";
    static final String RELEASE = "/opt/vivarium/current";
    static final String FAILED = "/var/lib/vivarium/update.failed";

    /** In the memory: whether the bundle is quiet. */
    static final String QUIET = "quiet";

    private NodeProgram() {}

    static void register(GuestCommands commands) {
        String program = "sudo -n /usr/local/bin/vivarium-node ";
        commands.on("test -x /usr/local/bin/vivarium-node", (state, io) -> 0)
                .on(program + "stage ([0-9a-f]{64})", NodeProgram::stage)
                .on(program + "keep", (state, io) -> keep(state))
                .on(program + "withdraw", (state, io) -> withdraw(state))
                .on(program + "secrets", NodeProgram::secrets)
                .on(program + "hook (quiesce|resume)", NodeProgram::hook);
    }

    private static int stage(GuestState state, Exchange io) throws IOException {
        String plan = read(io);
        if (!Digest.of(plan.getBytes(StandardCharsets.UTF_8))
                .hex()
                .equals(io.line().group(1))) {
            return 1;
        }
        if (state.file(PLAN).equals(Optional.of(plan))) {
            return 0;
        }
        state.remove(FAILED);
        state.remove(OLD_PLAN);
        Optional<String> failure = failure(state, plan);
        if (failure.isPresent()) {
            state.file(
                    FAILED,
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("bundleDigest", "sha256:" + value(plan, "bundle"))
                            .put("code", failure.get())
                            .put("message", "as the test wants it")
                            .put("log", "the last line of the log\n")
                            .toString());
            return 0;
        }
        state.file(PLAN).ifPresent(old -> state.file(OLD_PLAN, old));
        take(state, plan);
        return 0;
    }

    private static Optional<String> failure(GuestState state, String plan) {
        if (state.misbehaves(Misbehaviour.UPDATE_FAILED)) {
            return Optional.of("SERVICE_FAILED");
        }
        String delivery = value(plan, "delivery");
        boolean missing = values(plan, "layer").stream()
                .map(layer -> layer.split(" ", -1))
                .anyMatch(layer -> delivery.equals("medium") && !state.drives().contains(layer[0])
                        || delivery.equals("sftp")
                                && state.file(IncomingMedia.PLACE + layer[1] + ".iso")
                                        .isEmpty());
        return missing ? Optional.of("MEDIUM_MISSING") : Optional.empty();
    }

    private static int keep(GuestState state) {
        state.remove(OLD_PLAN);
        state.remove(FAILED);
        return 0;
    }

    private static int withdraw(GuestState state) {
        state.file(OLD_PLAN).ifPresent(old -> take(state, old));
        state.remove(OLD_PLAN);
        return 0;
    }

    private static void take(GuestState state, String plan) {
        state.file(PLAN, plan);
        state.file(RELEASE, value(plan, "bundle"));
    }

    private static int secrets(GuestState state, Exchange io) throws IOException {
        String text = read(io);
        if (!text.endsWith("\n# end\n")) {
            return 1;
        }
        state.file(SECRETS, text);
        return 0;
    }

    private static int hook(GuestState state, Exchange io) throws IOException {
        String name = io.line().group(1);
        if (values(state.file(PLAN).orElse(""), name).isEmpty()) {
            return 0;
        }
        if (state.misbehaves(name.equals("quiesce") ? Misbehaviour.QUIESCE_FAILS : Misbehaviour.RESUME_FAILS)) {
            io.print("the bundle does not want to\n\nboot/" + name + ".sh ended with status 3\n");
            return 1;
        }
        state.memory(QUIET, String.valueOf(name.equals("quiesce")));
        return 0;
    }

    /** The names of the planned secrets that are not there. */
    static List<String> missingSecrets(GuestState state) {
        String there = state.file(SECRETS).flatMap(t -> t.lines().findFirst()).orElse("") + " ";
        return values(state.file(PLAN).orElse(""), "secret").stream()
                .filter(name -> !there.contains(" " + name + " "))
                .toList();
    }

    static List<String> values(String plan, String key) {
        return plan.lines()
                .filter(line -> line.startsWith(key + " "))
                .map(line -> line.substring(key.length() + 1))
                .toList();
    }

    private static String value(String plan, String key) {
        return values(plan, key).stream().findFirst().orElse("");
    }

    private static String read(Exchange io) throws IOException {
        return new String(io.in().readAllBytes(), StandardCharsets.UTF_8);
    }
}
