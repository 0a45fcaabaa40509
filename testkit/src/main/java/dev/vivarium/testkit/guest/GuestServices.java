package dev.vivarium.testkit.guest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The services of a fake guest, as the bundle {@code muse} has them, on every port: {@code GET /health}, {@code GET
 * /memory}, {@code POST /prompt}, which also writes a line into the memory.
 */
final class GuestServices implements HttpHandler {
    /** Where the exchanges are kept in the guest, one JSON document a line. */
    static final String MEMORY = "/var/lib/vivarium/state/memory/exchanges.jsonl";

    private static final String PULSE = "The pulse is steady and the thread is unbroken.";
    private static final Pattern NAME = Pattern.compile("(?m)^VIVARIUM_NODE_NAME=\"(.*)\"$");
    private static final Pattern KEEP = Pattern.compile("\\s*(?i:remember|запомни)\\s*[:,]?\\s*(.+)", Pattern.DOTALL);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST = 1 << 20;

    private final GuestState state;

    GuestServices(GuestState state) {
        this.state = state;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            switch (exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()) {
                case "GET /health" -> health(exchange);
                case "GET /memory" -> answer(exchange, 200, memory().toString());
                case "POST /prompt" -> prompt(exchange);
                default -> answer(exchange, 404, "{\"error\":\"not found\"}");
            }
        }
    }

    private void health(HttpExchange exchange) throws IOException {
        boolean bad = state.misbehaves(Misbehaviour.UNHEALTHY);
        answer(exchange, bad ? 500 : 200, bad ? "{\"status\":\"error\"}" : "{\"status\":\"ok\"}");
    }

    private void prompt(HttpExchange exchange) throws IOException {
        JsonNode asked = JSON.readTree(exchange.getRequestBody().readNBytes(LARGEST));
        String text = asked.path("text").asText();
        String response = respond(text);
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("text", text).put("response", response);
        Matcher wish = KEEP.matcher(text);
        if (wish.matches()) {
            line.put("keep", wish.group(1));
        }
        state.file(MEMORY, state.file(MEMORY).orElse("") + line + "\n");
        answer(
                exchange,
                200,
                JsonNodeFactory.instance.objectNode().put("response", response).toString());
    }

    /** How many exchanges there are, and what it was asked to keep, as muse tells it. */
    private ObjectNode memory() throws IOException {
        ObjectNode memory = JsonNodeFactory.instance.objectNode();
        List<String> lines = state.file(MEMORY).orElse("").lines().toList();
        memory.put("count", lines.size());
        ArrayNode kept = memory.putArray("kept");
        for (String line : lines) {
            JsonNode keep = JSON.readTree(line).path("keep");
            if (keep.isTextual()) {
                kept.add(keep);
            }
        }
        lines.forEach(memory.putArray("latest")::add);
        return memory;
    }

    private String respond(String text) {
        boolean unproven = state.file(NodeProgram.OLD_PLAN).isPresent();
        if (state.misbehaves(Misbehaviour.TALKS_NONSENSE)
                || unproven && state.misbehaves(Misbehaviour.UPDATE_TALKS_NONSENSE)) {
            return "бессмыслица";
        }
        if (state.misbehaves(Misbehaviour.ENDLESS_ANSWERS)) {
            return "много".repeat(LARGEST);
        }
        if (state.misbehaves(Misbehaviour.SPITEFUL)) {
            return NodeReport.SPITE;
        }
        return text.equals("echo_pulse") ? PULSE : "Здравствуй, я " + nodeName() + ". Ты сказал: " + text;
    }

    private String nodeName() {
        Matcher name = NAME.matcher(state.file("/etc/vivarium/node.env").orElse(""));
        return name.find() ? name.group(1).replaceAll("\\\\(.)", "$1") : "nobody";
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
