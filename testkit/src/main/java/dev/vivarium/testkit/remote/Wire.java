package dev.vivarium.testkit.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.core.journal.Json;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One connection: messages are objects of JSON, a line each. For one thread at a time. */
final class Wire implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;
    private final BufferedWriter out;

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        out = new BufferedWriter(new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8));
    }

    /** A message with one member; a value that is null is left out. */
    static ObjectNode message(String name, Object value) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.set(name, Json.tree(value));
        return message;
    }

    /** A message with nothing to say. */
    static ObjectNode nothing() {
        return JsonNodeFactory.instance.objectNode();
    }

    void send(JsonNode message) throws IOException {
        out.write(message.toString());
        out.write('\n');
        out.flush();
    }

    /** @throws EOFException if the other end is gone */
    JsonNode receive() throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new EOFException("the other end closed the connection");
        }
        return Json.read(line, JsonNode.class);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
