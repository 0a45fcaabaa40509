package dev.vivarium.core.guest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A service that says something as soon as somebody connects, or hangs up without a word. */
final class Greeter implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final String words;

    Greeter() throws IOException {
        this("hello");
    }

    Greeter(String words) throws IOException {
        this.words = words;
        Thread greets = new Thread(this::greet, "greeter");
        greets.setDaemon(true);
        greets.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    private void greet() {
        while (!socket.isClosed()) {
            try (Socket one = socket.accept()) {
                one.getOutputStream().write(words.getBytes(StandardCharsets.UTF_8));
                if (!words.isEmpty()) {
                    one.shutdownOutput(); // who hangs up on what was not read yet takes back what was said
                    one.getInputStream().readAllBytes();
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
