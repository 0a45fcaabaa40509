package dev.vivarium.testkit.guest;

import dev.vivarium.cloudinit.Digest;
import dev.vivarium.testkit.guest.GuestCommand.Exchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The commands by which a host sends media; their bytes are kept as the characters of ISO 8859-1. */
final class IncomingMedia {
    /** Where they come, by the digest of the layer. */
    static final String PLACE = "/var/lib/vivarium/incoming/";

    private static final String ROOT = "sudo -n sh -c '";

    private IncomingMedia() {}

    static void register(GuestCommands commands) {
        commands.on(
                        ROOT + "p=.*releases/([0-9a-f]+)/.*stat -c %s (\\S+)\\.iso\\)\" = ([0-9]+) \\].*'",
                        IncomingMedia::look)
                .on(ROOT + "tail -c \\+([0-9]+) (\\S+)\\.part \\| sha256sum'", IncomingMedia::hash)
                .on(ROOT + "rm -f (\\S+)\\.part'", (state, io) -> {
                    state.remove(io.line().group(1) + ".part");
                    return 0;
                })
                .on(
                        ROOT + "mkdir -p .* umask 077 .*exec cat >>(\\S+)\\.part'",
                        (state, io) -> io.keep(state, io.line().group(1) + ".part", Long.MAX_VALUE))
                .on(ROOT + "rm -f (\\S+)\\.pid; .* = ([0-9]+) \\] && mv .*'", IncomingMedia::finish);
    }

    private static int look(GuestState state, Exchange io) throws IOException {
        String path = io.line().group(2);
        boolean unpacked = state.file(NodeProgram.RELEASE)
                .map(r -> r.startsWith(io.line().group(1)))
                .orElse(false);
        if (unpacked || size(state, path + ".iso").equals(Optional.of(io.line().group(3)))) {
            io.print("complete\n");
        } else {
            io.print(size(state, path + ".part").orElse("0") + "\n");
        }
        return 0;
    }

    private static int hash(GuestState state, Exchange io) throws IOException {
        int from = Integer.parseInt(io.line().group(1)) - 1;
        String content = state.file(io.line().group(2) + ".part").orElse("");
        io.print(Digest.of(content.substring(from).getBytes(StandardCharsets.ISO_8859_1))
                        .hex() + "  -\n");
        return 0;
    }

    private static int finish(GuestState state, Exchange io) {
        String path = io.line().group(1);
        if (!size(state, path + ".part").equals(Optional.of(io.line().group(2)))) {
            return 1;
        }
        state.file(path + ".iso", state.file(path + ".part").orElse(""));
        state.remove(path + ".part");
        return 0;
    }

    private static Optional<String> size(GuestState state, String path) {
        return state.file(path).map(content -> String.valueOf(content.length()));
    }
}
