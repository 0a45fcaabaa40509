package dev.vivarium.service.nodes;

import dev.vivarium.core.engine.Installation;
import dev.vivarium.core.guest.Printable;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Console;
import dev.vivarium.service.http.Refusal;
import dev.vivarium.service.http.Reply;
import dev.vivarium.service.http.Request;
import dev.vivarium.service.http.Routes;

/** What guests write to their consoles, over HTTP. */
public final class ConsoleRoutes {
    private static final int STANDARD = 1 << 16;
    private static final int MOST = 4 << 20;

    private final Installation installation;
    private final Nodes nodes;

    /** Of these. */
    public ConsoleRoutes(Installation installation, Nodes nodes) {
        this.installation = installation;
        this.nodes = nodes;
    }

    record ConsoleBody(String text) {}

    /** Answers what is asked about them. */
    public void register(Routes routes) {
        routes.on("getConsole", this::tail);
    }

    private Reply tail(Request request) {
        int bytes = request.query("tail").map(ConsoleRoutes::bytes).orElse(STANDARD);
        Node node = nodes.visible(request);
        Machine machine = node.machine()
                .orElseThrow(() -> new VivariumException(
                        Kind.CONFLICT, "node.no-machine", "node '" + node.spec().name() + "' has no machine yet"));
        Console console = installation
                .hypervisor(node.spec().hypervisor())
                .console()
                .orElseThrow(() -> new VivariumException(
                        Kind.UNSUPPORTED, "unsupported.console", "this hypervisor gives no access to the console"));
        String raw = console.tail(machine, bytes);
        boolean cut = console.size(machine) > bytes;
        return Reply.ok(new ConsoleBody(Printable.text(cut ? wholeLines(raw) : raw)));
    }

    /** Without the rest of a line, or of a control code in it, that it begins with. */
    private static String wholeLines(String raw) {
        int first = raw.indexOf('\n');
        return first >= 0 && first < raw.length() - 1 ? raw.substring(first + 1) : raw;
    }

    private static int bytes(String text) {
        if (!text.matches("[0-9]{1,8}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST) {
            throw Refusal.badRequest("request.parameter", "tail is a number of bytes from 1 to " + MOST);
        }
        return Integer.parseInt(text);
    }
}
